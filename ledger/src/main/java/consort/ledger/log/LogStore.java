package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log's one writer. See the package's description for what is durable when.
 *
 * <p>It has no clock and no threads, and is for one thread. Memory is bounded by the entries since the last publication
 * (about 60 bytes each) plus one entry bundle. After a call that changes the log threw, the instance refuses all further
 * ones: only opening anew can tell what is on the disk. Reading still works then.
 */
public final class LogStore implements AutoCloseable {

    /** A journal segment larger than this is closed at the next publication. */
    public static final long SEGMENT_BYTES = 8 << 20;

    private static final String LOCK = SegmentName.FOLDER + "/" + SegmentName.LOCK;

    private final Disk disk;
    private final String origin;
    private final Disk.Lock lock;
    private final TileWriter tiles;
    private final TreeEdge edge;
    private final TailJournal journal;
    private final TileHashSource hashes;
    private final Prover prover;
    private final BundleCache bundles;
    private final CheckpointFiles checkpoints;
    private boolean failed;

    private LogStore(Disk disk, Disk.Lock lock, List<VerifierKey> logKeys, long segmentBytes) throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.origin = logKeys.getFirst().name();
        this.checkpoints = new CheckpointFiles(disk, logKeys);
        this.tiles = new TileWriter(disk);
        TileFetcher fetcher = new TileFetcher(TileSource.of(disk));
        this.bundles = new BundleCache(fetcher);
        this.edge = TreeEdge.restore(publishedSize(), fetcher);
        this.hashes = new TileHashSource(edge, fetcher);
        this.prover = new Prover(hashes);
        this.journal = TailJournal.open(disk, edge.size(), checkpoints.newest().isPresent(), segmentBytes,
                (index, entry) -> edge.append(TreeHash.leaf(entry)), this::requireRecovered);
    }

    /** As {@link #open(Disk, List, long)}, with segments of {@link #SEGMENT_BYTES}. */
    public static LogStore open(Disk disk, VerifierKey... logKeys) throws IOException {
        return open(disk, List.of(logKeys), SEGMENT_BYTES);
    }

    /** As {@link #open(Disk, List, long)}, with one key. */
    public static LogStore open(Disk disk, VerifierKey logKey, long segmentBytes) throws IOException {
        return open(disk, List.of(logKey), segmentBytes);
    }

    /**
     * Opens the log in a disk's root and recovers it; an empty disk becomes the empty log.
     *
     * @param logKeys of which one at least signed what was published: more than one where the log goes over to another key. Which
     *     of them may have is for who reads the entries to say. Their name is the log's origin
     * @param segmentBytes when to begin a new segment of the journal
     * @throws consort.ledger.disk.LockedException when another store has it open
     * @throws LogDamagedException when less was recovered than was published, or something else than was published
     */
    public static LogStore open(Disk disk, List<VerifierKey> logKeys, long segmentBytes) throws IOException {
        Disk.Lock lock = disk.lock(LOCK);
        try {
            LogStore store = new LogStore(disk, lock, logKeys, segmentBytes);
            store.checkpoints.makeDurable();
            return store;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * Writes a log that was published elsewhere into a disk without one, so that {@link #open} goes on with it: its tiles, a
     * journal of what is in no full bundle, and the checkpoint, last.
     *
     * @param source verified here, against the checkpoint
     * @param checkpoint its signature was verified
     * @throws LogDamagedException when the source does not lead to the checkpoint
     */
    public static void adopt(Disk disk, TileSource source, SignedCheckpoint checkpoint) throws IOException {
        Checkpoint tree = checkpoint.checkpoint();
        LogReader reader = new LogReader(source);
        long first = tree.size() - tree.size() % TilePath.FULL;
        List<byte[]> tail = new ArrayList<>();
        reader.verify(tree, (index, entry) -> {
            if (index >= first) {
                tail.add(entry);
            }
        });
        TileWriter tiles = new TileWriter(disk);
        reader.tiles(tree, tiles::create);
        TailJournal.begin(disk, first, tail);
        disk.create(SignedCheckpoint.PATH, checkpoint.bytes());
    }

    /** The number of entries, all of them durable. */
    public long size() {
        return edge.size();
    }

    /** The size of the newest checkpoint; 0 before the first. */
    public long publishedSize() {
        return checkpoints.size();
    }

    /** The newest checkpoint. */
    public Optional<SignedCheckpoint> published() {
        return checkpoints.newest();
    }

    /** The newest checkpoint that was kept as cosigned by enough witnesses. */
    public Optional<SignedCheckpoint> witnessed() {
        return checkpoints.witnessed();
    }

    /**
     * Appends entries in order and returns when they are durable.
     *
     * @return the index of the first
     * @throws IllegalArgumentException when an entry is empty or longer than {@link EntryBundle#MAX_ENTRY_BYTES}; then
     *     nothing was appended
     */
    public long append(List<byte[]> entries) throws IOException {
        entries.forEach(EntryBundle::requireEntry);
        begin();
        long first = size();
        if (!entries.isEmpty()) {
            journal.append(entries);
            journal.sync();
            entries.forEach(entry -> edge.append(TreeHash.leaf(entry)));
        }
        failed = false;
        return first;
    }

    /**
     * The bytes of an entry, published or not, as they were appended: what a medium made of them since must be neither signed nor shown.
     *
     * @throws LogDamagedException when they read otherwise
     */
    public byte[] entry(long index) throws IOException {
        requireWithin(index, 0, size() - 1);
        byte[] entry = stored(index);
        requireUnchanged(index, entry, hashes.hash(0, index));
        return entry;
    }

    private byte[] stored(long index) throws IOException {
        return index >= journal.first() ? journal.entry(index) : bundles.entry(index);
    }

    /**
     * Gives all entries to {@code visitor}, from the first, and verifies that they are those of the tree.
     *
     * @throws LogDamagedException at an entry that is not what its hash tile says, before the visitor sees it; or at the end, when the
     *     tiles do not lead to the root
     */
    public void replay(EntryVisitor visitor) throws IOException {
        CompactTree recomputed = new CompactTree();
        long size = size();
        for (long first = 0; first < size; first += TilePath.FULL) {
            List<Hash> leaves = hashes.row(0, first, (int) Math.min(TilePath.FULL, size - first));
            for (int i = 0; i < leaves.size(); i++) {
                byte[] entry = stored(first + i);
                requireUnchanged(first + i, entry, leaves.get(i));
                recomputed.append(leaves.get(i));
                visitor.entry(first + i, entry);
            }
        }
        if (!recomputed.root().equals(root(size))) {
            throw new LogDamagedException(Kind.DIFFERENT, "tile", "the hash tiles of the entries give the root "
                    + recomputed.root() + ", those above them " + root(size) + "; audit this folder to find the tile");
        }
    }

    /** The root of the first {@code size} entries. */
    public Hash root(long size) throws IOException {
        requireWithin(size, 0, size());
        return prover.root(size);
    }

    /** The audit path of an entry in the tree of the first {@code size} entries. */
    public List<Hash> proveInclusion(long index, long size) throws IOException {
        requireWithin(size, 1, size());
        return prover.inclusion(index, size);
    }

    /** The proof that the tree of {@code oldSize} entries is a prefix of that of {@code size}. */
    public List<Hash> proveConsistency(long oldSize, long size) throws IOException {
        requireWithin(size, 0, size());
        return prover.consistency(oldSize, size);
    }

    /** The proof file of an entry below {@link #publishedSize}. */
    public TlogProof proof(long index) throws IOException {
        requireWithin(index, 0, publishedSize() - 1);
        return new TlogProof(index, proveInclusion(index, publishedSize()), checkpoints.newest().orElseThrow());
    }

    /**
     * Writes tiles and checkpoint for all entries there are and returns when they are durable. Does nothing when the newest
     * checkpoint has that size.
     *
     * @param keys the log's key; more than one where the log goes over to another
     * @return the newest checkpoint
     */
    public SignedCheckpoint publish(SignerKey... keys) throws IOException {
        if (published().isPresent() && publishedSize() == size()) {
            return published().get();
        }
        SignedCheckpoint next = SignedCheckpoint.sign(new Checkpoint(origin, size(), root(size())), keys);
        begin();
        writeBundles();
        writeTiles();
        long before = publishedSize();
        checkpoints.publish(next);
        edge.release(size());
        tiles.deletePartials(before, size());
        journal.release(size() - size() % TilePath.FULL);
        failed = false;
        return next;
    }

    /**
     * Keeps the cosignatures that came for a checkpoint that this instance published: under it, while it is the newest, and as
     * {@link #witnessed} when there are enough and there is no newer one. Returns when that is durable; does nothing once this is closed.
     * For any thread, as witnesses are waited for by another one than publishes.
     */
    public void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) throws IOException {
        checkpoints.cosigned(checkpoint, byQuorum);
    }

    @Override
    public void close() throws IOException {
        failed = true;
        checkpoints.close();
        try {
            journal.close();
        } finally {
            lock.close();
        }
    }

    private void writeBundles() throws IOException {
        for (long index = publishedSize() / TilePath.FULL; index * TilePath.FULL < size(); index++) {
            TilePath bundle = TilePath.in(TilePath.ENTRIES, index, size());
            List<byte[]> entries = new ArrayList<>(bundle.width());
            List<Hash> leaves = edge.hashes(0, index * TilePath.FULL, bundle.width());
            for (int i = 0; i < bundle.width(); i++) {
                byte[] entry = journal.entry(index * TilePath.FULL + i);
                requireUnchanged(index * TilePath.FULL + i, entry, leaves.get(i));
                entries.add(entry);
            }
            tiles.create(bundle, EntryBundle.encode(entries));
        }
    }

    /** A medium that changed an entry since it was appended must not have it published. */
    private void requireUnchanged(long index, byte[] entry, Hash leaf) throws LogDamagedException {
        if (!TreeHash.leaf(entry).equals(leaf)) {
            boolean inJournal = index >= journal.first();
            throw new LogDamagedException(Kind.DIFFERENT, inJournal ? SegmentName.FOLDER : fullTile(TilePath.ENTRIES, index), index,
                    "reads other than it was written" + (inJournal ? "" : ", or its hash in " + fullTile(0, index) + " does")
                            + ". Look after the disk, and restore the newest copy of this folder.");
        }
    }

    private static String fullTile(int level, long index) {
        return new TilePath(level, index / TilePath.FULL, TilePath.FULL).path();
    }

    private void writeTiles() throws IOException {
        for (int level = 0; level <= TilePath.MAX_LEVEL; level++) {
            long before = TilePath.count(level, publishedSize());
            long count = TilePath.count(level, size());
            for (long index = before / TilePath.FULL; count > before && index * TilePath.FULL < count; index++) {
                TilePath tile = TilePath.in(level, index, count);
                tiles.create(tile, TileWriter.format(edge.hashes(level, index * TilePath.FULL, tile.width())));
            }
        }
    }

    /** What was recovered leads to what was published: else the end of the journal was not torn, and must not be cut off. */
    private void requireRecovered() throws IOException {
        checkpoints.requireRecovered(size(), this::root);
        requireNoBundleBeyond();
    }

    /** Bundles are derived from durable entries, so none can hold more than was recovered. */
    private void requireNoBundleBeyond() throws IOException {
        TilePath last = new TilePath(TilePath.ENTRIES, size() / TilePath.FULL, TilePath.FULL);
        int widest = tiles.widest(last);
        if (widest > size() % TilePath.FULL) {
            throw new LogDamagedException(Kind.ROLLED_BACK, last.path(), size(), "stands in a bundle of width " + widest
                    + ", but was not recovered from the journal. Do not start this log; restore the newest copy of its folder.");
        }
    }

    private static void requireWithin(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("index or size " + value + " is not within " + min + "..." + max);
        }
    }

    /** Counts a call as failed until it is through. */
    private void begin() throws IOException {
        if (failed) {
            throw new IOException("the log is closed or an earlier write failed; what is on the disk is unknown. Restart.");
        }
        failed = true;
    }
}

package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log that someone else wrote, from a copy of its folder or from a web server, and believes nothing but a
 * checkpoint's signature. Holds a bundle for each thread, and a tile for each level, in memory. All methods throw
 * {@link LogDamagedException} naming file and, where there is one, entry.
 */
public final class LogReader {

    private final TileSource source;
    private final TileFetcher fetcher;

    public LogReader(TileSource source) {
        this.source = source;
        this.fetcher = new TileFetcher(source);
    }

    /** The newest checkpoint, its signature not verified. */
    public SignedCheckpoint checkpoint() throws IOException {
        return read(SignedCheckpoint.PATH).orElseThrow(() ->
                new LogDamagedException(Kind.MISSING, SignedCheckpoint.PATH, "the file is missing; is this a log's folder?"));
    }

    /** The newest checkpoint that enough witnesses are said to have cosigned, no signature verified; empty when there is none. */
    public Optional<SignedCheckpoint> witnessed() throws IOException {
        return read(SignedCheckpoint.WITNESSED);
    }

    /** Whether the newest checkpoint still is of that size: whoever writes the log may have published a later one meanwhile. */
    public boolean isNewest(SignedCheckpoint signed) throws IOException {
        return checkpoint().checkpoint().size() == signed.checkpoint().size();
    }

    private Optional<SignedCheckpoint> read(String path) throws IOException {
        Optional<byte[]> bytes = source.read(path, SignedCheckpoint.MAX_BYTES);
        try {
            return bytes.map(SignedCheckpoint::parse);
        } catch (MalformedNoteException malformed) {
            throw new LogDamagedException(Kind.MALFORMED, path, malformed.getMessage());
        }
    }

    /** The newest checkpoint, signed by the log's key. */
    public SignedCheckpoint checkpoint(VerifierKey logKey) throws IOException {
        SignedCheckpoint signed = checkpoint();
        try {
            signed.verify(logKey);
            return signed;
        } catch (UnverifiedNoteException unsigned) {
            throw new LogDamagedException(Kind.UNSIGNED, SignedCheckpoint.PATH, unsigned.getMessage());
        }
    }

    /**
     * Verifies every entry, every hash tile and every other tile file against a checkpoint.
     *
     * @param visitor receives the entries in order while they are verified; what it was given is worth nothing unless this
     *     method returns. After the first difference it receives no more.
     */
    public void verify(Checkpoint checkpoint, EntryVisitor visitor) throws IOException {
        verify(checkpoint, 0, (index, entry, leafHash) -> entry, (index, entry, same) -> visitor.entry(index, entry));
    }

    /**
     * The same; what can be done with an entry before its turn comes is done on other threads, a few bundles ahead. Visitor and
     * outcome are as if there were none.
     *
     * @param threads how many, which all read from the source; 0 for none
     */
    public <T> void verify(Checkpoint checkpoint, int threads, EntryPreparation<T> preparation, PreparedVisitor<T> visitor)
            throws IOException {
        try (BundlesAhead<T> bundles = new BundlesAhead<>(fetcher, checkpoint.size(), preparation, threads)) {
            new TreeCheck<>(fetcher, checkpoint, bundles, visitor).run();
        }
        new TileFileCheck(source, fetcher, checkpoint.size()).run();
    }

    /** Gives every tile and bundle of a checkpoint's tree, cut to its width. They are as they are: verify first. */
    public void tiles(Checkpoint checkpoint, TileVisitor visitor) throws IOException {
        for (int level = TilePath.ENTRIES; level <= TilePath.MAX_LEVEL; level++) {
            long count = TilePath.count(level, checkpoint.size());
            for (long index = 0; index * TilePath.FULL < count; index++) {
                TilePath tile = TilePath.in(level, index, count);
                visitor.tile(tile, fetcher.content(tile));
            }
        }
    }

    /** One entry, proven to stand in the checkpoint's tree. */
    public byte[] entry(Checkpoint checkpoint, long index) throws IOException {
        requireWithin(index, 0, checkpoint.size() - 1);
        TilePath bundle = TilePath.in(TilePath.ENTRIES, index / TilePath.FULL, checkpoint.size());
        byte[] entry = fetcher.entries(bundle).get((int) (index % TilePath.FULL));
        List<Hash> path = prover(checkpoint.size()).inclusion(index, checkpoint.size());
        if (!ProofVerifier.includes(
                TreeHash.leaf(entry), index, checkpoint.size(), path, checkpoint.root())) {
            throw new LogDamagedException(Kind.DIFFERENT, bundle.path(), index, "does not lead to the checkpoint's root");
        }
        return entry;
    }

    /** The proof file of an entry. It is computed from the tiles as they are: verify it. */
    public TlogProof proof(SignedCheckpoint signed, long index) throws IOException {
        long size = signed.checkpoint().size();
        requireWithin(index, 0, size - 1);
        return new TlogProof(index, prover(size).inclusion(index, size), signed);
    }

    /** The root of the first {@code size} entries. Computed from the tiles as they are: verify them. */
    public Hash root(Checkpoint checkpoint, long size) throws IOException {
        requireWithin(size, 0, checkpoint.size());
        return prover(checkpoint.size()).root(size);
    }

    /** The proof that the tree of {@code oldSize} entries is a prefix of the checkpoint's. Computed, not verified. */
    public List<Hash> proveConsistency(long oldSize, Checkpoint checkpoint) throws IOException {
        return prover(checkpoint.size()).consistency(oldSize, checkpoint.size());
    }

    private Prover prover(long size) {
        return new Prover((height, index) -> {
            int level = height / TilePath.HEIGHT;
            int within = height % TilePath.HEIGHT;
            long first = index << within;
            TilePath tile = TilePath.in(level, first / TilePath.FULL, TilePath.count(level, size));
            int from = (int) (first % TilePath.FULL);
            return TreeHash.perfect(fetcher.hashes(tile).subList(from, from + (1 << within)));
        });
    }

    private static void requireWithin(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("index " + value + " is not within " + min + "..." + max);
        }
    }
}

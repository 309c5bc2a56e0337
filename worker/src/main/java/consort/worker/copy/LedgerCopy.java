package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Document;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TilePath;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import consort.worker.enroll.KnownKeys;
import consort.worker.enroll.TamperingException;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a copy of the ledger up to date. Full tiles and documents never change and are fetched once. Tiles take their places
 * when every hash up to the checkpoint was verified, the checkpoint is replaced when they stand, and keys, which follow from
 * the entries under it, after that; so the folder is whole at any time. What the entries say is for the auditor.
 */
public final class LedgerCopy {

    private static final int ATTEMPTS = 3;
    private static final int MAX_DOCUMENT_BYTES = Limits.MAX_DOCUMENT_BYTES;

    /**
     * What a copy came to.
     *
     * @param entries entries it holds now
     * @param root the root it was verified against
     * @param files files that are new
     * @param bytes their bytes
     */
    public record Summary(long entries, Hash root, int files, long bytes) {
    }

    private final LedgerFiles remote;
    private final Disk disk;
    private final KnownKeys logKeys;
    private final Fetched fetched;
    private int files;
    private long bytes;

    /** @param disk of the copy's folder, as {@link CopyFolder} opens it */
    public LedgerCopy(CoordinatorChannel channel, Disk disk, KnownKeys logKeys) {
        this(new RemoteLedger(channel), disk, logKeys);
    }

    LedgerCopy(LedgerFiles remote, Disk disk, KnownKeys logKeys) {
        this.remote = remote;
        this.disk = disk;
        this.logKeys = logKeys;
        this.fetched = new Fetched(disk);
    }

    /**
     * Fetches what is new and verifies the whole.
     *
     * @throws DamagedCopyException when files of the copy were changed since they were verified
     * @throws TamperingException when the coordinator's ledger contradicts its signature, or the copy of before
     */
    public Summary update() throws IOException, StatusException {
        for (boolean resumed = !fetched.isEmpty(); ; resumed = false) {
            try {
                return fetch();
            } catch (TamperingException e) {
                fetched.drop();
                // What an interrupted update left may be the lie: whoever answers today is judged by what is sent today.
                if (!resumed) {
                    throw e;
                }
            }
        }
    }

    private Summary fetch() throws IOException, StatusException {
        Optional<Checkpoint> before = before();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            // Before the checkpoint, which is never older.
            Optional<SignedCheckpoint> witnessed = read(SignedCheckpoint.WITNESSED);
            SignedCheckpoint checkpoint = checkpoint();
            requireGrown(before, checkpoint.checkpoint().size());
            if (fetchTiles(checkpoint.checkpoint().size())) {
                NamedFiles named = verify(checkpoint, before);
                Optional<LogKeys> keys = requireKnown(named, checkpoint);
                fetchDocuments(named.digests());
                if (witnessed.isPresent()) {
                    requireOfTree(witnessed.get().checkpoint(), checkpoint.checkpoint());
                }
                keep(checkpoint, witnessed, named.keys());
                // After the checkpoint, so that it names no fewer witnesses than there are under that.
                Optional<byte[]> policy = remote.read(TrustPolicy.PATH, TrustPolicy.MAX_BYTES);
                disk.replace(TrustPolicy.PATH, CopiedPolicy.of(policy, keys.orElse(logKeys.known()).newest(), named, disk));
                return new Summary(checkpoint.checkpoint().size(), checkpoint.checkpoint().root(), files, bytes);
            }
        }
        throw new IOException("the ledger grew faster than it could be copied; try again");
    }

    private void keep(SignedCheckpoint checkpoint, Optional<SignedCheckpoint> witnessed, Collection<KeyFile> keys) throws IOException {
        fetched.keep(checkpoint.checkpoint().size());
        disk.replace(SignedCheckpoint.PATH, checkpoint.bytes());
        if (witnessed.isPresent()) {
            disk.replace(SignedCheckpoint.WITNESSED, witnessed.get().bytes());
        }
        for (KeyFile key : keys) {
            write(key);
        }
        OldPartials.drop(disk, checkpoint.checkpoint().size());
    }

    private void write(KeyFile key) throws IOException {
        boolean same = disk.exists(key.path()) && disk.size(key.path()) == key.bytes().length
                && Arrays.equals(disk.readAll(key.path(), key.bytes().length), key.bytes());
        if (!same) {
            disk.replace(key.path(), key.bytes());
            count(key.bytes());
        }
    }

    private SignedCheckpoint checkpoint() throws IOException, StatusException {
        return read(SignedCheckpoint.PATH)
                .orElseThrow(() -> new IOException("the coordinator has published no checkpoint yet; try again in a moment"));
    }

    private Optional<SignedCheckpoint> read(String path) throws IOException, StatusException {
        Optional<byte[]> bytes = remote.read(path, SignedCheckpoint.MAX_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.parse(bytes.get());
            requireSigned(checkpoint);
            return Optional.of(checkpoint);
        } catch (MalformedNoteException e) {
            throw new TamperingException("the coordinator's checkpoint does not hold: " + e.getMessage());
        }
    }

    /** Of two checkpoints that the log signed, the older must be one of the newer's tree. */
    private void requireOfTree(Checkpoint witnessed, Checkpoint newest) throws IOException {
        if (witnessed.size() > newest.size()
                || !new LogReader(fetched.over(TileSource.of(disk))).root(newest, witnessed.size()).equals(witnessed.root())) {
            throw new TamperingException("the coordinator's ledger of " + newest.size() + " entries does not continue the "
                    + witnessed.size() + " entries that witnesses cosigned, signed by the same key");
        }
    }

    private void requireSigned(SignedCheckpoint checkpoint) throws StatusException {
        try {
            logKeys.verify(checkpoint::verify);
        } catch (UnverifiedNoteException e) {
            throw new TamperingException("the coordinator's checkpoint does not hold: " + e.getMessage());
        }
    }

    /**
     * The log's keys by the ledger's entries, which must be those that are known. What the older of two keys signed while both sign may
     * stand under a newer one of which nobody told here: that is learned now, and judges the checkpoint anew.
     */
    private Optional<LogKeys> requireKnown(NamedFiles named, SignedCheckpoint checkpoint) throws StatusException {
        try {
            Optional<LogKeys> keys = named.logKeys();
            if (keys.isPresent() && !continued(keys.get(), logKeys.known())) {
                logKeys.learn();
                requireSigned(checkpoint);
                if (!continued(keys.get(), logKeys.known())) {
                    throw new UnverifiedNoteException("they end with " + keys.get().newest() + "; known here is "
                            + logKeys.known().newest());
                }
            }
            return keys;
        } catch (UnverifiedNoteException e) {
            throw new TamperingException("the log keys that the coordinator's ledger names do not hold: " + e.getMessage());
        }
    }

    /** Whether the known keys are those of a ledger, as far as it goes: it may be older than what is known. */
    private static boolean continued(LogKeys ledger, LogKeys known) {
        return ledger.with(known).filter(all -> all.newest().equals(known.newest())).isPresent();
    }

    /** What this copy came to when it was brought up to date last. */
    private Optional<Checkpoint> before() throws IOException {
        return disk.exists(SignedCheckpoint.PATH)
                ? Optional.of(new LogReader(TileSource.of(disk)).checkpoint().checkpoint()) : Optional.empty();
    }

    private static void requireGrown(Optional<Checkpoint> before, long size) {
        if (before.isPresent() && size < before.get().size()) {
            throw new TamperingException("the coordinator's ledger has " + size + " entries, this copy has "
                    + before.get().size() + ", signed by the same key");
        }
    }

    /** False when a partial tile is gone because it became full meanwhile: a newer checkpoint is to be taken. */
    private boolean fetchTiles(long size) throws IOException, StatusException {
        if (!fetchLevel(TilePath.ENTRIES, size)) {
            return false;
        }
        for (int level = 0; size >> TilePath.HEIGHT * level > 0; level++) {
            if (!fetchLevel(level, size >> TilePath.HEIGHT * level)) {
                return false;
            }
        }
        return true;
    }

    private boolean fetchLevel(int level, long count) throws IOException, StatusException {
        for (long index = 0; index * TilePath.FULL < count; index++) {
            TilePath tile = new TilePath(level, index, (int) Math.min(TilePath.FULL, count - index * TilePath.FULL));
            if (!disk.exists(tile.path()) && !fetched.has(tile) && !fetch(tile)) {
                return false;
            }
        }
        return true;
    }

    private boolean fetch(TilePath tile) throws IOException, StatusException {
        Optional<byte[]> file = remote.read(tile.path(), EntryBundle.MAX_BYTES);
        if (file.isEmpty()) {
            return false;
        }
        fetched.put(tile, file.get());
        count(file.get());
        return true;
    }

    private void count(byte[] file) {
        files++;
        bytes += file.length;
    }

    /** Verifies all hashes and returns what the entries name. */
    private NamedFiles verify(SignedCheckpoint checkpoint, Optional<Checkpoint> before) throws IOException {
        NamedFiles named = new NamedFiles();
        Optional<Continuation> continuation = before.map(Continuation::new);
        try {
            new LogReader(fetched.over(TileSource.of(disk))).verify(checkpoint.checkpoint(), (index, entry) -> {
                named.entry(index, entry);
                continuation.ifPresent(older -> older.entry(index, entry));
            });
        } catch (LogDamagedException e) {
            if (before.isPresent()) {
                HeldFiles.verify(disk, before.get());
            }
            throw new TamperingException("the coordinator's ledger does not lead to its own checkpoint, or to what was copied"
                    + " before: " + e.getMessage());
        }
        if (continuation.isPresent() && !continuation.get().holds()) {
            throw new TamperingException("the coordinator's ledger of " + checkpoint.checkpoint().size() + " entries does not"
                    + " continue the " + before.orElseThrow().size() + " entries of this copy, signed by the same key");
        }
        return named;
    }

    private void fetchDocuments(Set<String> digests) throws IOException, StatusException {
        for (String digest : digests) {
            String path = "docs/" + digest;
            if (disk.exists(path)) {
                continue;
            }
            byte[] document = remote.read(path, MAX_DOCUMENT_BYTES)
                    .orElseThrow(() -> new TamperingException("the ledger names the document " + digest
                            + ", which the coordinator does not have"));
            if (!Document.digest(document).equals(digest)) {
                throw new TamperingException("the coordinator's document " + digest + " has other bytes");
            }
            disk.replace(path, document);
            count(document);
        }
    }
}

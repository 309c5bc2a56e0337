package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The newest checkpoint, and the newest one that enough witnesses cosigned, as a log's writer keeps them. Cosignatures come from
 * another thread than checkpoints: neither overwrites what is newer. After a write that failed nothing more is written: it may have
 * persisted, and what is known here would put an older checkpoint in its place.
 */
final class CheckpointFiles {

    /** The root of a log's first entries. */
    @FunctionalInterface
    interface Roots {
        Hash root(long size) throws IOException;
    }

    private final Disk disk;
    private Optional<SignedCheckpoint> newest;
    private Optional<SignedCheckpoint> witnessed;
    private boolean closed;
    private boolean failed;

    /** @param logKeys of which one at least must have signed the newest */
    CheckpointFiles(Disk disk, List<VerifierKey> logKeys) throws IOException {
        this.disk = disk;
        this.newest = read(disk, SignedCheckpoint.PATH);
        // A key that was replaced since may have signed it: what counts is that it is of this tree.
        this.witnessed = read(disk, SignedCheckpoint.WITNESSED);
        try {
            if (newest.isPresent()) {
                newest.get().verify(logKeys.getFirst().name(), logKeys);
            }
        } catch (UnverifiedNoteException unsigned) {
            throw new LogDamagedException(Kind.UNSIGNED, SignedCheckpoint.PATH, unsigned.getMessage());
        }
    }

    synchronized Optional<SignedCheckpoint> newest() {
        return newest;
    }

    synchronized Optional<SignedCheckpoint> witnessed() {
        return witnessed;
    }

    /** The size of the newest; 0 before the first. */
    synchronized long size() {
        return newest.map(signed -> signed.checkpoint().size()).orElse(0L);
    }

    synchronized void publish(SignedCheckpoint next) throws IOException {
        replace(SignedCheckpoint.PATH, next);
        newest = Optional.of(next);
    }

    synchronized void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) throws IOException {
        if (closed) {
            return;
        }
        if (newest.isPresent() && newest.get().checkpoint().equals(checkpoint.checkpoint())) {
            publish(checkpoint);
        }
        boolean older = witnessed.isPresent() && witnessed.get().checkpoint().size() > checkpoint.checkpoint().size();
        if (byQuorum && !older) {
            replace(SignedCheckpoint.WITNESSED, checkpoint);
            witnessed = Optional.of(checkpoint);
        }
    }

    private void replace(String path, SignedCheckpoint next) throws IOException {
        if (failed) {
            throw new IOException("an earlier write of a checkpoint failed; which one is on the disk is unknown. Restart.");
        }
        failed = true;
        disk.replace(path, next.bytes());
        failed = false;
    }

    /** The process before may have died after replacing it and before that was durable; a journal may be cut relying on it. */
    synchronized void makeDurable() throws IOException {
        if (newest.isPresent()) {
            disk.replace(SignedCheckpoint.PATH, newest.get().bytes());
        }
    }

    /** Demands that both are of the tree that was recovered, which has {@code size} entries. */
    synchronized void requireRecovered(long size, Roots roots) throws IOException {
        if (newest.isPresent()) {
            requireRecovered(SignedCheckpoint.PATH, newest.get().checkpoint(), size, roots);
        }
        if (witnessed.isPresent()) {
            requireRecovered(SignedCheckpoint.WITNESSED, witnessed.get().checkpoint(), size, roots);
        }
    }

    /** Nothing is written any more: the log may be another's from now on. */
    synchronized void close() {
        closed = true;
    }

    private static void requireRecovered(String path, Checkpoint checkpoint, long size, Roots roots) throws IOException {
        if (size < checkpoint.size()) {
            throw new LogDamagedException(Kind.ROLLED_BACK, path, "has size " + checkpoint.size()
                    + ", but only " + size + " entries were recovered: journal files are missing or an old copy was put "
                    + "back. Do not start this log; restore the newest copy of its folder.");
        }
        if (!roots.root(checkpoint.size()).equals(checkpoint.root())) {
            throw new LogDamagedException(Kind.DIFFERENT, path, "signs the root "
                    + checkpoint.root() + " at size " + checkpoint.size() + ", but the recovered entries give "
                    + roots.root(checkpoint.size()) + ". Do not start this log: keep the folder as evidence.");
        }
    }

    private static Optional<SignedCheckpoint> read(Disk disk, String path) throws IOException {
        if (!disk.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedCheckpoint.parse(disk.readAll(path, SignedCheckpoint.MAX_BYTES)));
        } catch (MalformedNoteException malformed) {
            throw new LogDamagedException(Kind.MALFORMED, path, malformed.getMessage());
        }
    }
}

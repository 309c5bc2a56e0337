package consort.ledger.witness;

import consort.ledger.disk.Disk;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;

/**
 * The folder in which a witness remembers: {@value #LATEST} is the newest checkpoint that it cosigned, with the log's signature and its own,
 * and {@value #EVIDENCE} holds, for each time that the log signed what does not continue it, the checkpoint {@code <id>.held} and the
 * {@code <id>.offered} one. All of them are checkpoints as any tool reads them, and {@code consort audit compare} does.
 *
 * <p>One process has it open. After a call that changes it threw, it refuses all further ones: what is on the disk is unknown.
 */
final class WitnessFile implements AutoCloseable {

    static final String LATEST = "checkpoint";
    static final String EVIDENCE = "evidence";

    private static final String LOCK = "lock";
    private static final String OFFERED = ".offered";
    private static final int ID_CHARACTERS = 16;
    /** Checkpoints that were merely not proven may fill the folder to here. */
    private static final int MAX_UNPROVEN_FILES = 200;
    /** Whoever signs more than this is known well enough. What the coordinator need not prove leaves room for what shows a fork. */
    private static final int MAX_EVIDENCE_FILES = 2 * MAX_UNPROVEN_FILES;

    private final Disk disk;
    private final Disk.Lock lock;
    private Optional<Note> latest;
    private boolean failed;

    private WitnessFile(Disk disk, Disk.Lock lock) throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.latest = read(disk);
        if (latest.isPresent()) {
            // The process before may have died after replacing it and before that was durable.
            disk.replace(LATEST, latest.get().bytes());
        }
    }

    /** @throws consort.ledger.disk.LockedException when another process has it open */
    static WitnessFile open(Disk disk) throws IOException {
        Disk.Lock lock = disk.lock(LOCK);
        try {
            return new WitnessFile(disk, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    Optional<Note> latest() {
        return latest;
    }

    /** Returns when {@code cosigned} is durable. */
    void keep(Note cosigned) throws IOException {
        begin();
        disk.replace(LATEST, cosigned.bytes());
        latest = Optional.of(cosigned);
        failed = false;
    }

    /** Where {@link #keepEvidence} writes the offered one. */
    static String evidencePath(Note held, Note offered) {
        return EVIDENCE + "/" + TreeHash.leaf((held.text() + offered.text()).getBytes(StandardCharsets.UTF_8)).hex()
                .substring(0, ID_CHARACTERS) + OFFERED;
    }

    /**
     * Keeps two checkpoints of which the one was not seen to continue the other. Nothing was promised by that, so a disk that is full
     * ends nothing: the request is refused all the same, and kept when it comes again.
     *
     * @param proven whether the two show a fork
     * @return why it could not be kept; empty when it is
     */
    Optional<String> keepEvidence(Note held, Note offered, boolean proven) {
        String path = evidencePath(held, offered);
        try {
            int files = disk.list(EVIDENCE).size();
            if (files >= (proven ? MAX_EVIDENCE_FILES : MAX_UNPROVEN_FILES) && !disk.exists(path)) {
                return Optional.of(EVIDENCE + "/ holds " + files + " files already");
            }
            create(path.substring(0, path.length() - OFFERED.length()) + ".held", held);
            create(path, offered);
            return Optional.empty();
        } catch (IOException unkept) {
            return Optional.of(String.valueOf(unkept.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        failed = true;
        lock.close();
    }

    private void create(String path, Note checkpoint) throws IOException {
        try {
            disk.create(path, checkpoint.bytes());
        } catch (FileAlreadyExistsException keptBefore) {
            return;
        }
    }

    private static Optional<Note> read(Disk disk) throws IOException {
        if (!disk.exists(LATEST)) {
            return Optional.empty();
        }
        try {
            Note note = Note.parse(disk.readAll(LATEST, SignedCheckpoint.MAX_BYTES), SignedCheckpoint.MAX_BYTES);
            TreeHead.parse(note.text());
            return Optional.of(note);
        } catch (MalformedNoteException malformed) {
            throw new IOException(LATEST + ": what this witness cosigned last cannot be read (" + malformed.getMessage()
                    + "); restore the newest copy of this file, for without it a fork cannot be told");
        }
    }

    private void begin() throws IOException {
        if (failed) {
            throw new IOException("the witness is closed or an earlier write failed; what is on the disk is unknown. Restart.");
        }
        failed = true;
    }
}

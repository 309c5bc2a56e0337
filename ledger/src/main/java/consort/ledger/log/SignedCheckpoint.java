package consort.ledger.log;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.Collection;
import java.util.List;

/**
 * A checkpoint and the note that carries it. Holding one does not mean that it was verified: see {@link #verify}.
 *
 * @param note its text is {@code checkpoint.text()}; of one that another program's log may have signed, with extension lines after it
 */
public record SignedCheckpoint(Checkpoint checkpoint, Note note) {

    /** The file that holds the newest one. */
    public static final String PATH = "checkpoint";

    /** The file that holds the newest one that as many witnesses cosigned as the charter asks for. */
    public static final String WITNESSED = "witnessed";

    /** Room for a log's signature and dozens of cosignatures. */
    public static final int MAX_BYTES = 1 << 18;

    public SignedCheckpoint {
        if (!note.text().startsWith(checkpoint.text())) {
            throw new MalformedNoteException("the note's text is not that of the checkpoint");
        }
    }

    /** @throws IllegalArgumentException unless each key is named like the origin */
    public static SignedCheckpoint sign(Checkpoint checkpoint, SignerKey... keys) {
        for (SignerKey key : keys) {
            if (!key.name().equals(checkpoint.origin())) {
                throw new IllegalArgumentException("key " + key.name() + " cannot sign for the log " + checkpoint.origin());
            }
        }
        return new SignedCheckpoint(checkpoint, Note.sign(checkpoint.text(), keys));
    }

    /** Reads a checkpoint and verifies nothing. */
    public static SignedCheckpoint parse(byte[] bytes) {
        Note note = Note.parse(bytes, MAX_BYTES);
        return new SignedCheckpoint(Checkpoint.parse(note.text()), note);
    }

    /**
     * Reads a checkpoint as c2sp.org/tlog-checkpoint allows it, with extension lines: for who looks for what a log's key signed, which may
     * be no checkpoint of ours. Verifies nothing.
     */
    public static SignedCheckpoint parseSaid(byte[] bytes) {
        Note note = Note.parse(bytes, MAX_BYTES);
        return new SignedCheckpoint(Checkpoint.parseSaid(note.text()), note);
    }

    /** @throws UnverifiedNoteException unless it speaks for the log that {@code logKey} names and that key signed it */
    public void verify(VerifierKey logKey) throws UnverifiedNoteException {
        verify(logKey.name(), List.of(logKey));
    }

    /** @throws UnverifiedNoteException unless it speaks for the log of these keys and is signed by one that may, at this size */
    public void verify(LogKeys logKeys) throws UnverifiedNoteException {
        verify(logKeys.origin(), logKeys.signingTree(checkpoint.size()));
    }

    /** @throws UnverifiedNoteException unless it speaks for the log {@code origin} and one of the keys signed it */
    public void verify(String origin, Collection<VerifierKey> keys) throws UnverifiedNoteException {
        if (!origin.equals(checkpoint.origin())) {
            throw new UnverifiedNoteException("a checkpoint of the log " + checkpoint.origin() + ", not of " + origin);
        }
        note.verify(keys);
    }

    /** Whether it has a signature line of one of the keys, be it good or not. */
    public boolean bears(Collection<VerifierKey> keys) {
        return note.signatures().stream().anyMatch(line -> keys.stream().anyMatch(line::isBy));
    }

    /** The same checkpoint under other signature lines. */
    public SignedCheckpoint signedBy(List<NoteSignature> signatures) {
        return new SignedCheckpoint(checkpoint, new Note(note.text(), signatures));
    }

    public byte[] bytes() {
        return note.bytes();
    }
}

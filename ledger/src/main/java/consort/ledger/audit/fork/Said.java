package consort.ledger.audit.fork;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipts;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.AddCheckpoint;
import java.util.Optional;

/**
 * Something that the log signed, from a file that somebody kept. Nothing is verified in reading it. Checkpoints may have extension lines:
 * what the log's key signed counts, and not whether this program would have written it so.
 */
sealed interface Said {

    /** No file of this kind is longer. */
    int MAX_BYTES = TlogProof.MAX_BYTES;

    /** Where it was found. */
    String source();

    /** Whose log it speaks for, as it says. */
    String origin();

    /** @throws UnverifiedNoteException unless a log key that may signed it */
    void verify(LogKeys logKeys) throws UnverifiedNoteException;

    /** A tree: a checkpoint, or the one in a proof or a request to a witness. */
    record Tree(String source, SignedCheckpoint signed) implements Said {

        long size() {
            return signed.checkpoint().size();
        }

        @Override
        public String origin() {
            return signed.checkpoint().origin();
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            signed.verify(logKeys);
        }
    }

    /** Entries at their places: a receipt. */
    record Places(String source, Note note, Receipt receipt) implements Said {

        @Override
        public String origin() {
            return receipt.origin();
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            Receipts.verify(note.bytes(), logKeys);
        }
    }

    /** Reads whatever of these it is; empty when it is none. */
    static Optional<Said> read(String source, byte[] bytes) {
        return tree(source, bytes).or(() -> places(source, bytes));
    }

    private static Optional<Said> tree(String source, byte[] bytes) {
        try {
            return Optional.of(new Tree(source, SignedCheckpoint.parseSaid(bytes)));
        } catch (MalformedNoteException noCheckpoint) {
            return proven(source, bytes);
        }
    }

    private static Optional<Said> proven(String source, byte[] bytes) {
        try {
            return Optional.of(new Tree(source, TlogProof.parseSaid(bytes).checkpoint()));
        } catch (MalformedNoteException noProof) {
            return asked(source, bytes);
        }
    }

    private static Optional<Said> asked(String source, byte[] bytes) {
        try {
            return Optional.of(new Tree(source, SignedCheckpoint.parseSaid(AddCheckpoint.parse(bytes).note().bytes())));
        } catch (MalformedNoteException noRequest) {
            return Optional.empty();
        }
    }

    private static Optional<Said> places(String source, byte[] bytes) {
        try {
            return Optional.of(new Places(source, Note.parse(bytes, Receipts.MAX_BYTES), Receipts.parse(bytes)));
        } catch (MalformedNoteException noReceipt) {
            return Optional.empty();
        }
    }
}

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
 * What the log signed, as it stands in a file. Nothing is verified in reading it. Checkpoints may have extension lines: what the log's key
 * signed counts, and not whether this program would have written it so.
 */
sealed interface Statement {

    /** No file of this kind is longer. */
    int MAX_BYTES = TlogProof.MAX_BYTES;

    /** Whose log it speaks for, as it says. */
    String origin();

    /** @throws UnverifiedNoteException unless a log key that may signed it */
    void verify(LogKeys logKeys) throws UnverifiedNoteException;

    /** What it says, without the signature. */
    Said in(HeldFile file);

    /** A tree: a checkpoint, or the one in a proof or a request to a witness. */
    record OfTree(SignedCheckpoint signed) implements Statement {

        @Override
        public String origin() {
            return signed.checkpoint().origin();
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            signed.verify(logKeys);
        }

        @Override
        public Said.Tree in(HeldFile file) {
            return new Said.Tree(file, signed.checkpoint().size(), signed.checkpoint().root());
        }
    }

    /** Entries at their places: a receipt. */
    record OfPlaces(Note note, Receipt receipt) implements Statement {

        @Override
        public String origin() {
            return receipt.origin();
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            Receipts.verify(note.bytes(), logKeys);
        }

        @Override
        public Said.Places in(HeldFile file) {
            return new Said.Places(file, receipt.entries());
        }
    }

    /** Reads whatever of these it is; empty when it is none. */
    static Optional<Statement> read(byte[] bytes) {
        return places(bytes).or(() -> tree(bytes));
    }

    private static Optional<Statement> tree(byte[] bytes) {
        try {
            return Optional.of(new OfTree(SignedCheckpoint.parseSaid(bytes)));
        } catch (MalformedNoteException noCheckpoint) {
            return proven(bytes);
        }
    }

    private static Optional<Statement> proven(byte[] bytes) {
        try {
            return Optional.of(new OfTree(TlogProof.parseSaid(bytes).checkpoint()));
        } catch (MalformedNoteException noProof) {
            return asked(bytes);
        }
    }

    private static Optional<Statement> asked(byte[] bytes) {
        try {
            return Optional.of(new OfTree(SignedCheckpoint.parseSaid(AddCheckpoint.parse(bytes).note().bytes())));
        } catch (MalformedNoteException noRequest) {
            return Optional.empty();
        }
    }

    private static Optional<Statement> places(byte[] bytes) {
        try {
            return Optional.of(new OfPlaces(Note.parse(bytes, Receipts.MAX_BYTES), Receipts.parse(bytes)));
        } catch (MalformedNoteException noReceipt) {
            return Optional.empty();
        }
    }
}

package consort.coordinator.loop;

import consort.coordinator.core.Holding;
import consort.coordinator.core.Holding.Kind;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.List;

/** Compares what somebody holds of this log, signed by its key, with the log itself. */
final class Holdings {

    private final LogStore log;
    private final VerifierKey logKey;

    Holdings(LogStore log, VerifierKey logKey) {
        this.log = log;
        this.logKey = logKey;
    }

    /**
     * The strongest of what some notes show; unsigned only when all of them are.
     *
     * @param notes checkpoints and receipts
     */
    Holding compare(List<byte[]> notes) throws IOException {
        Holding strongest = notes.isEmpty() ? Holding.NOTHING : Holding.UNSIGNED;
        for (byte[] note : notes) {
            strongest = strongest.and(compare(note));
        }
        return strongest;
    }

    private Holding compare(byte[] note) throws IOException {
        try {
            return isCheckpoint(note) ? checkpoint(note) : receipt(note);
        } catch (MalformedNoteException | UnverifiedNoteException stranger) {
            return Holding.UNSIGNED;
        }
    }

    private static boolean isCheckpoint(byte[] note) {
        try {
            SignedCheckpoint.parse(note);
            return true;
        } catch (MalformedNoteException another) {
            return false;
        }
    }

    private Holding checkpoint(byte[] note) throws IOException, UnverifiedNoteException {
        SignedCheckpoint signed = SignedCheckpoint.parse(note);
        signed.verify(logKey);
        Checkpoint held = signed.checkpoint();
        if (held.size() > log.size()) {
            return new Holding(Kind.MORE, held.size());
        }
        return new Holding(log.root(held.size()).equals(held.root()) ? Kind.SAME : Kind.OTHER, held.size());
    }

    private Holding receipt(byte[] note) throws IOException, UnverifiedNoteException {
        Holding strongest = Holding.NOTHING;
        for (Receipted entry : Receipts.verify(note, logKey).entries()) {
            strongest = strongest.and(new Holding(kind(entry), entry.index() + 1));
        }
        return strongest;
    }

    private Kind kind(Receipted entry) throws IOException {
        if (entry.index() >= log.size()) {
            return Kind.MORE;
        }
        return TreeHash.leaf(log.entry(entry.index())).equals(entry.leafHash()) ? Kind.SAME : Kind.OTHER;
    }
}

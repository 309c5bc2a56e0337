package consort.coordinator.core;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.util.List;

/** What a note says of this log, read and verified: nothing of it was compared with the log yet. */
public sealed interface Held {

    /** A checkpoint that a key of the log signed which may, at its size. */
    record Tree(Checkpoint checkpoint) implements Held {
    }

    /** A receipt that a key of the log signed which may, for what it names. */
    record Entries(List<Receipted> receipted) implements Held {

        public Entries {
            receipted = List.copyOf(receipted);
        }
    }

    /** Anything else. */
    record Unsigned() implements Held {
    }

    /**
     * Reads checkpoints and receipts. It takes time as they are long, so that peers' notes are read where their calls run, not
     * on the loop.
     */
    static List<Held> read(List<byte[]> notes, LogKeys logKeys) {
        return notes.stream().map(note -> read(note, logKeys)).toList();
    }

    private static Held read(byte[] note, LogKeys logKeys) {
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.parse(note);
        } catch (MalformedNoteException another) {
            return receipt(note, logKeys);
        }
        try {
            signed.verify(logKeys);
            return new Tree(signed.checkpoint());
        } catch (UnverifiedNoteException stranger) {
            return new Unsigned();
        }
    }

    private static Held receipt(byte[] note, LogKeys logKeys) {
        try {
            return new Entries(Receipts.verify(note, logKeys).entries());
        } catch (MalformedNoteException | UnverifiedNoteException stranger) {
            return new Unsigned();
        }
    }
}

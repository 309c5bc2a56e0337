package consort.worker.enroll;

import consort.ledger.entry.Receipts;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import consort.worker.folder.PartyFolder;
import java.nio.charset.StandardCharsets;

/** Receipts for entries that are no claims. */
public final class ReceiptFiles {

    private ReceiptFiles() {
    }

    /** @throws TamperingException when the receipt does not hold for this entry */
    public static void verify(byte[] receipt, byte[] entry, VerifierKey logKey) {
        try {
            Hash leaf = TreeHash.leaf(entry);
            boolean named = Receipts.verify(receipt, logKey).entries().stream()
                    .anyMatch(receipted -> receipted.leafHash().equals(leaf));
            if (!named) {
                throw new TamperingException("the coordinator's receipt does not name the entry that was sent");
            }
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            throw new TamperingException("the coordinator's receipt does not hold: " + e.getMessage());
        }
    }

    /** As {@link #verify(byte[], byte[], VerifierKey)}, for an entry that the coordinator wrote and did not send. */
    static void verify(byte[] receipt, VerifierKey logKey) {
        try {
            Receipts.verify(receipt, logKey);
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            throw new TamperingException("the coordinator's receipt does not hold: " + e.getMessage());
        }
    }

    /** Keeps a verified receipt under {@code receipts/}. */
    public static void keep(PartyFolder folder, String name, byte[] receipt) {
        folder.write(folder.path().resolve("receipts").resolve(name), new String(receipt, StandardCharsets.UTF_8));
    }
}

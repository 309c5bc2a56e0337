package consort.worker.enroll;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipts;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;

/** Receipts for entries that are no claims. */
public final class ReceiptFiles {

    private ReceiptFiles() {
    }

    /**
     * Verifies, and learns newer log keys where those that are known do not do.
     *
     * @return the entry's index in the ledger
     * @throws TamperingException when the receipt does not hold for this entry
     */
    public static long verify(byte[] receipt, byte[] entry, KnownKeys keys) throws StatusException {
        try {
            keys.verify(known -> Receipts.verify(receipt, known));
            return requireNamed(Receipts.parse(receipt), entry);
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            throw notHolding(e);
        }
    }

    /** @throws TamperingException when the receipt does not hold for this entry */
    static void verify(byte[] receipt, byte[] entry, LogKeys keys) {
        requireNamed(read(receipt, keys), entry);
    }

    /** Verifies a receipt for an entry that the coordinator wrote and did not send, and gives what it says. */
    static Receipt read(byte[] receipt, LogKeys keys) {
        try {
            return Receipts.verify(receipt, keys);
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            throw notHolding(e);
        }
    }

    private static long requireNamed(Receipt receipt, byte[] entry) {
        Hash leaf = TreeHash.leaf(entry);
        return receipt.entries().stream().filter(receipted -> receipted.leafHash().equals(leaf)).findFirst()
                .orElseThrow(() -> new TamperingException("the coordinator's receipt does not name the entry that was sent")).index();
    }

    private static TamperingException notHolding(Exception why) {
        return new TamperingException("the coordinator's receipt does not hold: " + why.getMessage());
    }

    /** Keeps a verified receipt under {@code receipts/}. */
    public static void keep(PartyFolder folder, String name, byte[] receipt) {
        folder.write(folder.path().resolve("receipts").resolve(name), new String(receipt, StandardCharsets.UTF_8));
    }
}

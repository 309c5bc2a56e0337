package consort.ledger.audit;

import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The receipts that a worker or member kept, one a file. */
final class ReceiptFolder {

    private static final String RULE = "receipt";

    private final Disk disk;
    /** The entries that receipts name, with the leaf hashes that stand in the ledger once they were seen. */
    private final Map<Long, Optional<Hash>> named = new HashMap<>();

    ReceiptFolder(Disk disk) throws IOException {
        this.disk = disk;
        for (String name : disk.list("")) {
            if (!name.endsWith("/")) {
                remember(name);
            }
        }
    }

    /** Notes an entry of the ledger, if a receipt names it. */
    void seen(long index, byte[] entry) {
        named.computeIfPresent(index, (at, none) -> Optional.of(TreeHash.leaf(entry)));
    }

    /** Entries that receipts name and that would stand past the end of a ledger of this size. */
    TreeSet<Long> beyond(long size) {
        TreeSet<Long> later = new TreeSet<>(named.keySet());
        later.headSet(size).clear();
        return later;
    }

    /** Whether there is at least one receipt in the root of a disk, be it true or not. */
    static boolean holdsAny(Disk disk) throws IOException {
        return !new ReceiptFolder(disk).named.isEmpty();
    }

    int count() throws IOException {
        return (int) disk.list("").stream().filter(name -> !name.endsWith("/")).count();
    }

    /** A receipt that no key of the log signed that may, or whose entry is another one. */
    Optional<Evidence> contradiction(LogKeys logKeys, long size) throws IOException {
        for (String name : disk.list("")) {
            if (!name.endsWith("/")) {
                Optional<Evidence> evidence = contradiction(name, logKeys, size);
                if (evidence.isPresent()) {
                    return evidence;
                }
            }
        }
        return Optional.empty();
    }

    private void remember(String name) throws IOException {
        try {
            Receipts.parse(disk.readAll(name, Receipts.MAX_BYTES)).entries()
                    .forEach(one -> named.put(one.index(), Optional.empty()));
        } catch (MalformedNoteException reportedAtTheEnd) {
            // contradiction() reads the file again and says what is wrong with it.
        }
    }

    private Optional<Evidence> contradiction(String name, LogKeys logKeys, long size) throws IOException {
        String file = "receipt " + name;
        try {
            Receipt receipt = Receipts.verify(disk.readAll(name, Receipts.MAX_BYTES), logKeys);
            return receipt.entries().stream()
                    .filter(one -> one.index() < size && !Optional.of(one.leafHash()).equals(named.get(one.index())))
                    .findFirst()
                    .map(one -> contradiction(file, one));
        } catch (MalformedNoteException noReceipt) {
            return Optional.of(new Evidence(file, OptionalLong.empty(), "text", RULE, "a well-formed receipt",
                    noReceipt.getMessage()));
        } catch (UnverifiedNoteException unsigned) {
            return Optional.of(new Evidence(file, OptionalLong.empty(), "signature", RULE,
                    "a signature of the ledger's key that verifies", unsigned.getMessage()));
        }
    }

    private Evidence contradiction(String file, Receipted one) {
        return new Evidence(file, OptionalLong.of(one.index()), "leafHash", RULE,
                "an entry with hash " + one.leafHash(), "an entry with hash " + named.get(one.index()).orElseThrow());
    }
}

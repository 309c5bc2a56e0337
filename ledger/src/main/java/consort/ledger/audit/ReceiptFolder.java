package consort.ledger.audit;

import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The receipts that a worker or member kept, one a file, and what else of the log it kept beside them. */
final class ReceiptFolder {

    private static final String RULE = "receipt";

    private final Disk disk;
    private final String where;
    private final KeptTrees trees;
    /** The entries that receipts, proofs and checkpoints tell of, with the leaf hashes that stand in the ledger once they were seen. */
    private final Map<Long, Optional<Hash>> named = new HashMap<>();
    private boolean holdsReceipt;

    /** @param where what stands before the name of a file in what people are told: empty, or a folder with its slash */
    ReceiptFolder(Disk disk, String where) throws IOException {
        this.disk = disk;
        this.where = where;
        this.trees = new KeptTrees(disk, where);
        for (String name : files()) {
            if (KeptTrees.isOne(name)) {
                trees.told(name).forEach(index -> named.put(index, Optional.empty()));
            } else {
                remember(name);
            }
        }
    }

    private List<String> files() throws IOException {
        return disk.list("").stream().filter(name -> !name.endsWith("/")).toList();
    }

    /** Notes an entry of the ledger, if something here tells of it. */
    void seen(long index, byte[] entry) {
        named.computeIfPresent(index, (at, none) -> Optional.of(TreeHash.leaf(entry)));
    }

    /** Entries that are told of here and that would stand past the end of a ledger of this size. */
    TreeSet<Long> beyond(long size) {
        TreeSet<Long> later = new TreeSet<>(named.keySet());
        later.headSet(size).clear();
        return later;
    }

    /** Whether there is at least one receipt in the root of a disk, be it true or not. */
    static boolean holdsAny(Disk disk) throws IOException {
        return new ReceiptFolder(disk, "").holdsReceipt;
    }

    /** How many receipts there are. */
    int count() throws IOException {
        return (int) files().stream().filter(name -> !KeptTrees.isOne(name)).count();
    }

    /** How many proofs there are. */
    int proofs() throws IOException {
        return (int) files().stream().filter(KeptTrees::isProof).count();
    }

    /**
     * A receipt that no key of the log signed that may, or whose entry is another one; a proof or checkpoint of another tree.
     *
     * @param ledger whose tiles were found to lead to {@code tree}
     */
    Optional<Evidence> contradiction(LogKeys logKeys, LogReader ledger, Checkpoint tree) throws IOException {
        for (String name : files()) {
            Optional<Evidence> evidence = KeptTrees.isOne(name)
                    ? trees.contradiction(name, logKeys, ledger, tree, index -> named.get(index).orElseThrow())
                    : contradiction(name, logKeys, tree.size());
            if (evidence.isPresent()) {
                return evidence;
            }
        }
        return Optional.empty();
    }

    private void remember(String name) throws IOException {
        try {
            Receipts.parse(disk.readAll(name, Receipts.MAX_BYTES)).entries()
                    .forEach(one -> named.put(one.index(), Optional.empty()));
            holdsReceipt = true;
        } catch (MalformedNoteException reportedAtTheEnd) {
            // contradiction() reads the file again and says what is wrong with it.
        }
    }

    private Optional<Evidence> contradiction(String name, LogKeys logKeys, long size) throws IOException {
        String file = "receipt " + where + name;
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

package consort.ledger.audit;

import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What a worker kept of the log's tree beside its receipts: proofs, and the newest checkpoint it saw. */
final class KeptTrees {

    private static final String RULE = "proof";

    private final Disk disk;
    private final String where;

    /** A checkpoint, and the place and path of an entry below it where the file is a proof. */
    private record Kept(SignedCheckpoint checkpoint, Optional<TlogProof> proof) {
    }

    /** @param where what stands before the name of a file in what people are told */
    KeptTrees(Disk disk, String where) {
        this.disk = disk;
        this.where = where;
    }

    /** Whether a file of this name is such, and no receipt. */
    static boolean isOne(String name) {
        return isProof(name) || name.equals(SignedCheckpoint.PATH);
    }

    static boolean isProof(String name) {
        return name.endsWith(TlogProof.SUFFIX);
    }

    /** The entries that a file tells of: the one that it proves, and the last one below its checkpoint. None of a malformed file. */
    TreeSet<Long> told(String name) throws IOException {
        TreeSet<Long> told = new TreeSet<>();
        try {
            Kept kept = read(name);
            kept.proof().ifPresent(proof -> told.add(proof.index()));
            told.add(Math.max(0, kept.checkpoint().checkpoint().size() - 1));
        } catch (MalformedNoteException reportedAtTheEnd) {
            // contradiction() reads the file again and says what is wrong with it.
        }
        return told;
    }

    /**
     * How a file contradicts the ledger, or itself.
     *
     * @param tree of the ledger, whose tiles lead to it
     * @param leaves the ledger's own, where a file tells of an entry
     */
    Optional<Evidence> contradiction(String name, LogKeys logKeys, LogReader ledger, Checkpoint tree, Leaves leaves) throws IOException {
        String file = (isProof(name) ? "proof " : "kept ") + where + name;
        try {
            Kept kept = read(name);
            kept.checkpoint().verify(logKeys);
            Checkpoint shown = kept.checkpoint().checkpoint();
            if (shown.size() > tree.size()) {
                return Optional.empty();
            }
            Hash root = ledger.root(tree, shown.size());
            if (root.equals(shown.root())) {
                return kept.proof().filter(proof -> !includes(proof, shown, leaves)).map(proof -> new Evidence(file, OptionalLong.empty(),
                        "path", RULE, "hashes that lead from entry " + proof.index() + " to root " + root, "others"));
            }
            // A proof about an entry past its own checkpoint says nothing of that entry; the root does.
            return Optional.of(kept.proof().filter(proof -> proof.index() < shown.size() && !includes(proof, shown, leaves))
                    .map(proof -> new Evidence(file, OptionalLong.of(proof.index()), "leafHash", RULE,
                            "an entry that leads to the signed root " + shown.root(), "an entry with hash " + leaves.of(proof.index())))
                    .orElseGet(() -> new Evidence(file, OptionalLong.of(Math.max(0, shown.size() - 1)), "root", RULE,
                            "the tree of " + shown.size() + " entries with the signed root " + shown.root(), "one with root " + root)));
        } catch (MalformedNoteException malformed) {
            return Optional.of(new Evidence(file, OptionalLong.empty(), "text", RULE, "a well-formed file", malformed.getMessage()));
        } catch (UnverifiedNoteException unsigned) {
            return Optional.of(new Evidence(file, OptionalLong.empty(), "signature", RULE,
                    "a signature of the ledger's key that verifies", unsigned.getMessage()));
        }
    }

    /** The hashes of the ledger's entries that are told of. */
    interface Leaves {
        Hash of(long index);
    }

    private static boolean includes(TlogProof proof, Checkpoint shown, Leaves leaves) {
        return proof.index() < shown.size()
                && ProofVerifier.includes(leaves.of(proof.index()), proof.index(), shown.size(), proof.path(), shown.root());
    }

    private Kept read(String name) throws IOException {
        if (isProof(name)) {
            TlogProof proof = TlogProof.parse(disk.readAll(name, TlogProof.MAX_BYTES));
            return new Kept(proof.checkpoint(), Optional.of(proof));
        }
        return new Kept(SignedCheckpoint.parse(disk.readAll(name, SignedCheckpoint.MAX_BYTES)), Optional.empty());
    }
}

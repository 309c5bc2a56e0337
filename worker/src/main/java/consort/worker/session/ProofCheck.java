package consort.worker.session;

import com.google.protobuf.ByteString;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.EntryProof;
import consort.proto.InclusionPath;
import consort.proto.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether proofs say what they must: under a checkpoint that a log key signed which may, which continues the tree that is remembered,
 * each entry stands where the receipt that is kept says.
 */
final class ProofCheck {

    private static final int MAX_HASHES = 64;

    private final Proving proving;
    private final LogKeys logKeys;

    /** What came of the check. */
    sealed interface Checked {
    }

    /** @param proven of what is lacking */
    record Valid(SignedCheckpoint newest, List<Proven> proven) implements Checked {
    }

    /** An answer to what was asked before an earlier answer came. */
    record Stale() implements Checked {
    }

    record Invalid(String why) implements Checked {
    }

    ProofCheck(Proving proving, LogKeys logKeys) {
        this.proving = proving;
        this.logKeys = logKeys;
    }

    Checked check(Proof message) {
        if (message.getKnownSize() != proving.knownSize()) {
            return new Stale();
        }
        try {
            SignedCheckpoint newest = SignedCheckpoint.parse(message.getCheckpoint().toByteArray());
            newest.verify(logKeys);
            Optional<String> other = otherTree(newest.checkpoint(), hashes(message.getConsistencyList()));
            if (other.isPresent()) {
                return new Invalid(other.get());
            }
            List<Proven> proven = new ArrayList<>();
            for (EntryProof entry : message.getEntriesList()) {
                Optional<Unproven> lacking = proving.lacks(entry.getSeq());
                if (lacking.isPresent() && proven.stream().noneMatch(one -> one.seq() == entry.getSeq())) {
                    proven.add(proven(lacking.get(), entry, newest));
                }
            }
            return new Valid(newest, proven);
        } catch (MalformedNoteException | UnverifiedNoteException e) {
            return new Invalid(e.getMessage());
        }
    }

    /** Why the tree is not the remembered one gone on; empty when it is. */
    private Optional<String> otherTree(Checkpoint newest, List<Hash> consistency) {
        if (proving.known().isEmpty()) {
            return Optional.empty();
        }
        Checkpoint known = proving.known().get().checkpoint();
        if (newest.size() < known.size()) {
            return Optional.of("it shows a ledger of " + newest.size() + " entries, after it signed one of " + known.size());
        }
        boolean continued = ProofVerifier.consistent(known.size(), known.root(), newest.size(), newest.root(), consistency);
        return continued ? Optional.empty()
                : Optional.of("its checkpoint of " + newest.size() + " entries with root " + newest.root()
                        + " does not continue the one of " + known.size() + " entries with root " + known.root() + " that it signed before");
    }

    private static Proven proven(Unproven lacking, EntryProof entry, SignedCheckpoint newest) throws UnverifiedNoteException {
        List<Receipted> named = lacking.entries();
        if (entry.getPathsCount() != named.size()) {
            throw new UnverifiedNoteException(entry.getPathsCount() + " proofs for the " + named.size() + " entries of receipt " + lacking.seq());
        }
        List<TlogProof> proofs = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            proofs.add(proof(named.get(i), entry.getPaths(i), newest, lacking.seq()));
        }
        return new Proven(lacking.seq(), proofs);
    }

    private static TlogProof proof(Receipted named, InclusionPath path, SignedCheckpoint newest, long seq)
            throws UnverifiedNoteException {
        Checkpoint tree = newest.checkpoint();
        List<Hash> hashes = hashes(path.getHashesList());
        if (!ProofVerifier.includes(named.leafHash(), named.index(), tree.size(), hashes, tree.root())) {
            throw new UnverifiedNoteException("nothing shows that entry " + named.index() + ", which receipt " + seq
                    + " names, stands in its ledger of " + tree.size() + " entries with root " + tree.root());
        }
        return new TlogProof(named.index(), hashes, newest);
    }

    private static List<Hash> hashes(List<ByteString> all) {
        if (all.size() > MAX_HASHES || all.stream().anyMatch(hash -> hash.size() != Hash.BYTES)) {
            throw new MalformedNoteException("a proof has at most " + MAX_HASHES + " hashes of " + Hash.BYTES + " bytes");
        }
        return all.stream().map(hash -> Hash.of(hash.toByteArray())).toList();
    }
}

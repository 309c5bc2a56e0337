package consort.ledger.audit.fork;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
import consort.ledger.note.Note;
import consort.ledger.note.UnverifiedNoteException;
import java.util.List;
import java.util.Optional;

/** Two statements of one log of which only one can be true. Holding one does not mean that it was verified. */
public sealed interface Fork {

    /** What is wrong, for people: one line. */
    String text();

    /** @throws UnverifiedNoteException saying why, unless both statements are the log's and contradict each other */
    void verify(LogKeys logKeys) throws UnverifiedNoteException;

    /** Two trees of the same size with other roots. */
    record TwoTrees(SignedCheckpoint first, SignedCheckpoint second) implements Fork {

        @Override
        public String text() {
            return "the log signed two trees of " + first.checkpoint().size() + " entries: root " + first.checkpoint().root()
                    + " and root " + second.checkpoint().root();
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            first.verify(logKeys);
            second.verify(logKeys);
            demand(first.checkpoint().size() == second.checkpoint().size() && !first.checkpoint().root().equals(second.checkpoint().root()),
                    "the two checkpoints are not of one size with two roots");
        }
    }

    /**
     * A tree that is no prefix of a larger one.
     *
     * @param prefixRoot of the larger one's first entries, as many as the smaller one has
     * @param proof the consistency proof from there to the larger one's root
     */
    record NotPrefix(SignedCheckpoint smaller, SignedCheckpoint larger, Hash prefixRoot, List<Hash> proof) implements Fork {

        public NotPrefix {
            proof = List.copyOf(proof);
        }

        @Override
        public String text() {
            return "the log signed a tree of " + smaller.checkpoint().size() + " entries with root " + smaller.checkpoint().root()
                    + ", and one of " + larger.checkpoint().size() + " entries whose first " + smaller.checkpoint().size()
                    + " have root " + prefixRoot;
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            smaller.verify(logKeys);
            larger.verify(logKeys);
            Checkpoint old = smaller.checkpoint();
            Checkpoint tree = larger.checkpoint();
            demand(old.size() > 0 && old.size() < tree.size() && !old.root().equals(prefixRoot), "the smaller tree is a prefix of the larger");
            demand(ProofVerifier.consistent(old.size(), prefixRoot, tree.size(), tree.root(), proof),
                    "the proof does not lead from the prefix to the root of the larger tree");
        }
    }

    /**
     * A receipt for an entry, and another entry at its place.
     *
     * @param leafHash of the entry that stands there
     * @param proof that it does
     */
    record OtherEntry(Note receipt, Hash leafHash, TlogProof proof) implements Fork {

        @Override
        public String text() {
            return "the log gave a receipt for entry " + proof.index() + " with hash "
                    + hashAt(Receipts.parse(receipt.bytes()), proof.index()).map(Hash::hex).orElse("?") + ", and in its tree of "
                    + proof.checkpoint().checkpoint().size() + " entries there stands one with hash " + leafHash;
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            Optional<Hash> promised = hashAt(Receipts.verify(receipt.bytes(), logKeys), proof.index());
            demand(promised.isPresent() && !promised.get().equals(leafHash), "the receipt promises no other entry at " + proof.index());
            proof.verify(leafHash, logKeys);
        }
    }

    /** Two receipts that name other entries at one place. */
    record TwoReceipts(Note first, Note second, long index) implements Fork {

        @Override
        public String text() {
            return "the log gave two receipts that name other entries at " + index;
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            Optional<Hash> one = hashAt(Receipts.verify(first.bytes(), logKeys), index);
            Optional<Hash> other = hashAt(Receipts.verify(second.bytes(), logKeys), index);
            demand(one.isPresent() && other.isPresent() && !one.equals(other), "the receipts do not name two entries at " + index);
        }
    }

    private static Optional<Hash> hashAt(Receipt receipt, long index) {
        return receipt.entries().stream().filter(one -> one.index() == index).map(Receipted::leafHash).findFirst();
    }

    private static void demand(boolean holds, String otherwise) throws UnverifiedNoteException {
        if (!holds) {
            throw new UnverifiedNoteException(otherwise);
        }
    }
}

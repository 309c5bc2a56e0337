package consort.ledger.audit.fork;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.LogKeys.Rotation;
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
import consort.ledger.note.VerifierKey;
import java.util.Arrays;
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

    /**
     * Two entries, signed by one log key, that name its successor. A key signs one such entry, its last; so there are two logs from there on.
     *
     * @param first a {@link LogKey} entry; either of them may be the one that the judge's own chain of keys goes on by
     */
    record TwoSuccessors(Note first, Note second) implements Fork {

        /** Where two chains part that share a key; empty when they do not. */
        static Optional<TwoSuccessors> between(LogKeys one, LogKeys other) {
            Optional<LogKeys> mine = one.from(other.first()).or(() -> Optional.of(one));
            Optional<LogKeys> theirs = other.from(mine.get().first());
            if (theirs.isEmpty()) {
                return Optional.empty();
            }
            List<Rotation> first = mine.get().rotations();
            List<Rotation> second = theirs.get().rotations();
            for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
                if (!first.get(i).equals(second.get(i))) {
                    return Optional.of(new TwoSuccessors(first.get(i).entry(), second.get(i).entry()));
                }
            }
            return Optional.empty();
        }

        @Override
        public String text() {
            return "the log's key named two successors: " + successor(first) + " and " + successor(second);
        }

        private static String successor(Note entry) {
            return Entries.parse(entry.bytes()).body() instanceof LogKey said
                    ? said.key() + " after " + said.size() + " entries with root " + said.root() : "none";
        }

        @Override
        public void verify(LogKeys logKeys) throws UnverifiedNoteException {
            demand(!Arrays.equals(first.bytes(), second.bytes()), "the two entries are one");
            VerifierKey signer = signer(logKeys);
            for (Note entry : List.of(first, second)) {
                long size = logKeys.upTo(signer).orElseThrow().after(Entries.parse(entry.bytes())).rotations().getLast().index();
                demand(logKeys.reigning(size).equals(signer), "one of the entries is signed by the log key " + signer + " for " + size
                        + " entries, and by what you trust that key had been replaced before: whoever stole it could sign so");
            }
        }

        /** The one key that signed the first; whether it signed the second is then seen. */
        VerifierKey signer(LogKeys logKeys) throws UnverifiedNoteException {
            Entry entry = Entries.parse(first.bytes());
            return logKeys.all().stream().filter(entry::isSignedBy).findFirst()
                    .orElseThrow(() -> new UnverifiedNoteException("no known key of the log signed the entry that names a successor"));
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

package consort.worker.copy;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.EntryVisitor;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;

/**
 * Whether entries continue those of an older checkpoint. That they lead to a newer one does not say so: the last tiles grow,
 * and are fetched anew.
 */
final class Continuation implements EntryVisitor {

    private final Checkpoint before;
    private final CompactTree tree = new CompactTree();

    Continuation(Checkpoint before) {
        this.before = before;
    }

    @Override
    public void entry(long index, byte[] entry) {
        if (index < before.size()) {
            tree.append(TreeHash.leaf(entry));
        }
    }

    /** To be asked when all entries were visited. */
    boolean holds() {
        return tree.size() == before.size() && tree.root().equals(before.root());
    }
}

package consort.ledger.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing tree of which only the roots of its perfect subtrees are kept, largest first: at most 63 hashes. Their sizes are
 * the binary digits of the number of leaves. For one thread.
 */
public final class CompactTree {

    private final List<Hash> peaks = new ArrayList<>();
    private long size;

    /** Adds a leaf by its hash. */
    public void append(Hash leafHash) {
        Hash merged = leafHash;
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            merged = TreeHash.node(peaks.removeLast(), merged);
        }
        peaks.add(merged);
        size++;
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    /** The root of the tree as it stands. */
    public Hash root() {
        if (peaks.isEmpty()) {
            return TreeHash.EMPTY_ROOT;
        }
        Hash root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = TreeHash.node(peaks.get(i), root);
        }
        return root;
    }
}

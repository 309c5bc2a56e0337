package consort.ledger.merkle;

import java.io.IOException;

/** Reads the hashes of perfect subtrees, from tiles or from memory. */
@FunctionalInterface
public interface HashSource {

    /**
     * The hash of the subtree over the leaves {@code [index * 2^height, (index + 1) * 2^height)}. Asked only of subtrees
     * that are whole in the tree at hand. The answer is believed: a proof from false hashes fails to verify.
     */
    Hash hash(int height, long index) throws IOException;
}

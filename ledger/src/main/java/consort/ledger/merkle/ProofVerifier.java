package consort.ledger.merkle;

import java.util.List;

/** Verifies proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2, whose trees are those of RFC 6962). */
public final class ProofVerifier {

    private ProofVerifier() {
    }

    /** Whether {@code path} proves that the leaf stands at {@code index} in the tree of {@code size} leaves and that root. */
    public static boolean includes(Hash leafHash, long index, long size, List<Hash> path, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leafHash;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(sibling, hash);
                int skipped = Long.numberOfTrailingZeros(node);
                node >>= skipped;
                last >>= skipped;
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether {@code proof} proves that the tree of {@code oldSize} leaves is a prefix of that of {@code size}. */
    public static boolean consistent(long oldSize, Hash oldRoot, long size, Hash root, List<Hash> proof) {
        if (oldSize < 0 || oldSize > size) {
            return false;
        }
        if (oldSize == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        if (oldSize == 0) {
            return proof.isEmpty() && oldRoot.equals(TreeHash.EMPTY_ROOT);
        }
        boolean wholeLeftPart = Long.bitCount(oldSize) == 1;
        if (!wholeLeftPart && proof.isEmpty()) {
            return false;
        }
        Hash start = wholeLeftPart ? oldRoot : proof.getFirst();
        return climb(oldSize, oldRoot, size, root, start, wholeLeftPart ? proof : proof.subList(1, proof.size()));
    }

    private static boolean climb(long oldSize, Hash oldRoot, long size, Hash root, Hash start, List<Hash> proof) {
        int skipped = Long.numberOfTrailingZeros(oldSize);
        long node = oldSize - 1 >> skipped;
        long last = size - 1 >> skipped;
        Hash oldHash = start;
        Hash hash = start;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = TreeHash.node(sibling, oldHash);
                hash = TreeHash.node(sibling, hash);
                int equal = Long.numberOfTrailingZeros(node);
                node >>= equal;
                last >>= equal;
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && hash.equals(root);
    }
}

package consort.ledger.merkle;

import java.util.List;
import java.util.Optional;

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
        Optional<Roots> roots = roots(oldSize, oldRoot, size, proof);
        return roots.isPresent() && roots.get().old().equals(oldRoot) && roots.get().whole().equals(root);
    }

    /**
     * Whether {@code proof} proves that the tree of {@code size} leaves has another root at {@code oldSize} than {@code oldRoot}: it leads
     * to {@code root}, and every hash that it gives for the prefix is a hash of that tree. Where the prefix is one whole part of the tree, a
     * proof holds none of its own, and this is never told.
     */
    public static boolean contradicts(long oldSize, Hash oldRoot, long size, Hash root, List<Hash> proof) {
        if (oldSize <= 0 || oldSize >= size || isWholePart(oldSize)) {
            return false;
        }
        Optional<Roots> roots = roots(oldSize, oldRoot, size, proof);
        return roots.isPresent() && roots.get().whole().equals(root) && !roots.get().old().equals(oldRoot);
    }

    /** What a proof leads to. */
    private record Roots(Hash old, Hash whole) {
    }

    private static boolean isWholePart(long oldSize) {
        return Long.bitCount(oldSize) == 1;
    }

    /** Empty when the proof has another length than one of these sizes. */
    private static Optional<Roots> roots(long oldSize, Hash oldRoot, long size, List<Hash> proof) {
        boolean wholePart = isWholePart(oldSize);
        if (!wholePart && proof.isEmpty()) {
            return Optional.empty();
        }
        Hash start = wholePart ? oldRoot : proof.getFirst();
        return climb(oldSize, size, start, wholePart ? proof : proof.subList(1, proof.size()));
    }

    private static Optional<Roots> climb(long oldSize, long size, Hash start, List<Hash> proof) {
        int skipped = Long.numberOfTrailingZeros(oldSize);
        long node = oldSize - 1 >> skipped;
        long last = size - 1 >> skipped;
        Hash oldHash = start;
        Hash hash = start;
        for (Hash sibling : proof) {
            if (last == 0) {
                return Optional.empty();
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
        return last == 0 ? Optional.of(new Roots(oldHash, hash)) : Optional.empty();
    }
}

package consort.ledger.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Computes roots and proofs (RFC 6962, sections 2.1, 2.1.1 and 2.1.2) from a {@link HashSource}. */
public final class Prover {

    private final HashSource hashes;

    public Prover(HashSource hashes) {
        this.hashes = hashes;
    }

    /** The root of the first {@code size} leaves. */
    public Hash root(long size) throws IOException {
        requireSize(size, 0, Long.MAX_VALUE);
        return size == 0 ? TreeHash.EMPTY_ROOT : range(0, size);
    }

    /** The audit path of leaf {@code index} in the tree of {@code size} leaves, from the leaf's sibling upwards. */
    public List<Hash> inclusion(long index, long size) throws IOException {
        requireSize(index, 0, size - 1);
        List<Hash> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    /** The proof that the tree of {@code oldSize} leaves is a prefix of that of {@code size}; empty when equal or 0. */
    public List<Hash> consistency(long oldSize, long size) throws IOException {
        requireSize(oldSize, 0, size);
        List<Hash> proof = new ArrayList<>();
        if (oldSize > 0 && oldSize < size) {
            consistency(oldSize, 0, size, true, proof);
        }
        return proof;
    }

    private void inclusion(long index, long from, long to, List<Hash> path) throws IOException {
        if (to - from == 1) {
            return;
        }
        long middle = from + leftSize(to - from);
        if (index < middle) {
            inclusion(index, from, middle, path);
            path.add(range(middle, to));
        } else {
            inclusion(index, middle, to, path);
            path.add(range(from, middle));
        }
    }

    /** SUBPROOF of RFC 6962; {@code known} while the old tree is a whole left part, whose root the verifier holds. */
    private void consistency(long old, long from, long to, boolean known, List<Hash> proof) throws IOException {
        if (old == to) {
            if (!known) {
                proof.add(range(from, to));
            }
            return;
        }
        long middle = from + leftSize(to - from);
        if (old <= middle) {
            consistency(old, from, middle, known, proof);
            proof.add(range(middle, to));
        } else {
            consistency(old, middle, to, false, proof);
            proof.add(range(from, middle));
        }
    }

    private Hash range(long from, long to) throws IOException {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int height = Long.numberOfTrailingZeros(count);
            return hashes.hash(height, from >> height);
        }
        long middle = from + leftSize(count);
        return TreeHash.node(range(from, middle), range(middle, to));
    }

    /** The largest power of two below {@code count}. */
    private static long leftSize(long count) {
        return Long.highestOneBit(count - 1);
    }

    private static void requireSize(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("index or size " + value + " is not within " + min + "..." + max);
        }
    }
}

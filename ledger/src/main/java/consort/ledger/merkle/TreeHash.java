package consort.ledger.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Hashing of leaves and nodes (RFC 6962, section 2.1). */
public final class TreeHash {

    /** The root of the empty tree: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT = Hash.of(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private TreeHash() {
    }

    /** {@code SHA-256(00 || data)}. */
    public static Hash leaf(byte[] data) {
        MessageDigest sha = sha256();
        sha.update(LEAF);
        return Hash.of(sha.digest(data));
    }

    /** {@code SHA-256(01 || left || right)}. */
    public static Hash node(Hash left, Hash right) {
        MessageDigest sha = sha256();
        sha.update(NODE);
        sha.update(left.shared());
        return Hash.of(sha.digest(right.shared()));
    }

    /** The root over a power of two of neighboring subtree hashes of equal height. */
    public static Hash perfect(List<Hash> hashes) {
        if (Integer.bitCount(hashes.size()) != 1) {
            throw new IllegalArgumentException("not a power of two: " + hashes.size());
        }
        List<Hash> row = hashes;
        while (row.size() > 1) {
            List<Hash> above = new ArrayList<>(row.size() / 2);
            for (int i = 0; i < row.size(); i += 2) {
                above.add(node(row.get(i), row.get(i + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

package consort.ledger.ed25519;

import static consort.ledger.ed25519.EdwardsPoint.BASE;
import static consort.ledger.ed25519.EdwardsPoint.ORDER;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signatures by the holder of a key, who wants some to accept what others refuse. */
public final class CraftedSignatures {

    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    private final BigInteger secret;

    /** @param seed of RFC 8032 */
    public CraftedSignatures(byte[] seed) {
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        byte[] half = Arrays.copyOf(sha512(seed), 32);
        half[0] &= (byte) 0xF8;
        half[31] = (byte) (half[31] & 0x7F | 0x40);
        secret = EdwardsPoint.number(half);
    }

    /** Whose {@code R} has a point of small order added: {@code [8][S]B = [8]R + [8][k]A} holds, the same without the 8 does not. */
    public byte[] withSmallOrder(byte[] message, int order) {
        return of(message, BASE.times(BigInteger.valueOf(7919))
                .plus(EdwardsPoint.ofOrderEight().times(BigInteger.valueOf(8 / order))).encoded(), BigInteger.valueOf(7919));
    }

    /** Whose {@code R} is the neutral point. */
    public byte[] withNeutralPoint(byte[] message) {
        return of(message, EdwardsPoint.NEUTRAL.encoded(), BigInteger.ZERO);
    }

    /** Whose {@code S} is another number with the same rest. */
    public static byte[] withLargeScalar(byte[] signature) {
        BigInteger scalar = EdwardsPoint.number(Arrays.copyOfRange(signature, 32, 64)).add(ORDER);
        return ByteBuffer.allocate(64).put(signature, 0, 32).put(EdwardsPoint.littleEndian(scalar)).array();
    }

    /** An honest one, of the same form. */
    public byte[] honest(byte[] message) {
        return of(message, BASE.times(BigInteger.valueOf(7919)).encoded(), BigInteger.valueOf(7919));
    }

    private byte[] of(byte[] message, byte[] point, BigInteger nonce) {
        BigInteger k = EdwardsPoint.number(sha512(point, publicKey, message)).mod(ORDER);
        BigInteger scalar = nonce.add(k.multiply(secret)).mod(ORDER);
        return ByteBuffer.allocate(64).put(point).put(EdwardsPoint.littleEndian(scalar)).array();
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

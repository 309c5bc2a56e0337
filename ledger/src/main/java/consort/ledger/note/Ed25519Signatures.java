package consort.ledger.note;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032), so that every implementation agrees. A signature {@code R || S} is valid when {@code S} is below the group's
 * order, {@code R} is the canonical form of a point of the prime-order group and not the neutral one, and
 * {@code [S]B = R + [k]A}. Public keys are such points as well ({@link VerifierKey#of}).
 *
 * <p>Bouncy Castle alone also accepts an {@code R} to which a signer added a point of small order; the JDK, Go and others refuse
 * that. A signer could thus make entries that hold here and nowhere else. What is demanded of {@code R} excludes it, and makes all
 * known forms of the equation, with and without the cofactor, say the same.
 *
 * <p>So a faster library may say yes: whatever it accepts by the equation without the cofactor is valid here. What it refuses
 * is looked at once more, and Bouncy Castle decides.
 */
final class Ed25519Signatures {

    private static final byte[] NEUTRAL = neutral();

    private Ed25519Signatures() {
    }

    /** @param key of the prime-order group */
    static boolean verify(FastEd25519.Keys key, byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE || Arrays.equals(signature, 0, NEUTRAL.length, NEUTRAL, 0, NEUTRAL.length)) {
            return false;
        }
        Optional<FastEd25519> fast = FastEd25519.afterManyCalls();
        return fast.isPresent() && fast.get().accepts(key, publicKey, message, signature)
                || acceptsSlowly(publicKey, message, signature);
    }

    /** By Bouncy Castle alone. */
    static boolean acceptsSlowly(byte[] publicKey, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length) && Ed25519.validatePublicKeyFull(signature, 0);
    }

    /** The one signature of RFC 8032. */
    static byte[] sign(FastEd25519.Keys key, byte[] seed, byte[] message) {
        Optional<FastEd25519> fast = FastEd25519.afterManyCalls();
        if (fast.isPresent()) {
            return fast.get().sign(key, seed, message);
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private static byte[] neutral() {
        byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
        encoded[0] = 1;
        return encoded;
    }
}

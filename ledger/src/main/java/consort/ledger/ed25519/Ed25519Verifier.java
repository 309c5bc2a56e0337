package consort.ledger.ed25519;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A public key that verifies; for any thread. */
public final class Ed25519Verifier {

    /** Bytes of a public key. */
    public static final int KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    private static final byte[] NEUTRAL = neutral();

    private final byte[] publicKey;
    private final FastEd25519.Keys fast = new FastEd25519.Keys();

    private Ed25519Verifier(byte[] publicKey) {
        this.publicKey = publicKey;
    }

    /** Empty unless the bytes, which are copied, are the canonical form of a point of the prime-order group. */
    public static Optional<Ed25519Verifier> of(byte[] publicKey) {
        return publicKey.length == KEY_BYTES && Ed25519.validatePublicKeyFull(publicKey, 0)
                ? Optional.of(new Ed25519Verifier(publicKey.clone())) : Optional.empty();
    }

    /** Whether {@code signature} is one of this key on {@code message}. */
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE || Arrays.equals(signature, 0, NEUTRAL.length, NEUTRAL, 0, NEUTRAL.length)) {
            return false;
        }
        Optional<FastEd25519> library = FastEd25519.afterManyCalls();
        return library.isPresent() && library.get().accepts(fast, publicKey, message, signature) || acceptsSlowly(message, signature);
    }

    /** By Bouncy Castle alone. */
    boolean acceptsSlowly(byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length) && Ed25519.validatePublicKeyFull(signature, 0);
    }

    private static byte[] neutral() {
        byte[] encoded = new byte[KEY_BYTES];
        encoded[0] = 1;
        return encoded;
    }
}

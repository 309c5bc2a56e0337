package consort.ledger.ed25519;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private key that signs; for any thread. */
public final class Ed25519Signer {

    /** Bytes of a seed. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final FastEd25519.Keys fast = new FastEd25519.Keys();

    /** @param seed the 32 secret bytes of RFC 8032; copied */
    public Ed25519Signer(byte[] seed) {
        this.seed = seed.clone();
    }

    public byte[] publicKey() {
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    /** The one signature of RFC 8032: 64 bytes, the same each time. */
    public byte[] sign(byte[] message) {
        Optional<FastEd25519> library = FastEd25519.afterManyCalls();
        if (library.isPresent()) {
            return library.get().sign(fast, seed, message);
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }
}

package consort.ledger.ed25519;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ed25519 by Amazon's Corretto Crypto Provider, several times as fast as Bouncy Castle, where its native library loads. It takes
 * longer to load than most commands run; so that begins, beside whatever goes on, when much was signed or verified.
 */
final class FastEd25519 {

    private static final String ALGORITHM = "Ed25519";
    private static final int MANY = 300;
    private static final HexFormat HEX = HexFormat.of();
    /** DER of a key of this algorithm, up to its bytes (RFC 8410). */
    private static final byte[] PUBLIC_PREFIX = HEX.parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_PREFIX = HEX.parseHex("302e020100300506032b657004220420");

    private static final AtomicInteger CALLS = new AtomicInteger();
    private static volatile Optional<FastEd25519> loaded = Optional.empty();

    private final Provider provider;
    private final KeyFactory keys;

    /** A key in the form of this provider, made when it is first used. For any thread. */
    static final class Keys {
        private volatile PublicKey publicKey;
        private volatile PrivateKey privateKey;
    }

    private FastEd25519(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.keys = KeyFactory.getInstance(ALGORITHM);
        Signature.getInstance(ALGORITHM, provider);
    }

    /** Empty for the first calls, and where it does not load. */
    static Optional<FastEd25519> afterManyCalls() {
        if (CALLS.get() < MANY && CALLS.incrementAndGet() == MANY) {
            Thread loading = new Thread(() -> loaded = load(), "ed25519-loader");
            loading.setDaemon(true);
            loading.start();
        }
        return loaded;
    }

    /** Empty where it does not load: on another platform, or where programs cannot be run from the temporary folder. */
    static Optional<FastEd25519> load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? Optional.of(new FastEd25519(provider)) : Optional.empty();
        } catch (GeneralSecurityException | LinkageError absent) {
            return Optional.empty();
        }
    }

    /** Whether {@code [S]B - [k]A} has exactly the encoding {@code R}. */
    boolean accepts(Keys key, byte[] publicKey, byte[] message, byte[] signature) {
        try {
            if (key.publicKey == null) {
                key.publicKey = keys.generatePublic(new X509EncodedKeySpec(encoded(PUBLIC_PREFIX, publicKey)));
            }
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(key.publicKey);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException unfit) {
            return false;
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    byte[] sign(Keys key, byte[] seed, byte[] message) {
        try {
            if (key.privateKey == null) {
                key.privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(encoded(PRIVATE_PREFIX, seed)));
            }
            Signature signer = Signature.getInstance(ALGORITHM, provider);
            signer.initSign(key.privateKey);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static byte[] encoded(byte[] prefix, byte[] key) {
        return ByteBuffer.allocate(prefix.length + key.length).put(prefix).put(key).array();
    }
}

package consort.ledger.ed25519;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/** Whoever verifies, by whatever library, says the same of every signature, crafted ones included. */
class Ed25519Test {

    private static final long SEED = 20261122;

    private final byte[] seed = "thirty-two bytes that all know..".getBytes(StandardCharsets.US_ASCII);
    private final byte[] message = "a claim\n".getBytes(StandardCharsets.UTF_8);
    private final CraftedSignatures crafted = new CraftedSignatures(seed);
    private final Ed25519Signer signer = new Ed25519Signer(seed);
    private final byte[] publicKey = signer.publicKey();
    private final Ed25519Verifier verifier = Ed25519Verifier.of(publicKey).orElseThrow();

    @Test
    void acceptsHonestSignatures() {
        assertThat(verdicts(signer.sign(message))).containsOnlyKeys(true);
        assertThat(verdicts(crafted.honest(message))).containsOnlyKeys(true);
    }

    @Test
    void refusesAPointOfSmallOrderThatBouncyCastleAloneAccepts() {
        for (int order : new int[] {2, 4, 8}) {
            byte[] signature = crafted.withSmallOrder(message, order);
            assertThat(Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)).as("this is why").isTrue();
            assertThat(verdicts(signature)).as("order %d", order).containsOnlyKeys(false);
        }
    }

    @Test
    void refusesAScalarBeyondTheOrder() {
        assertThat(verdicts(CraftedSignatures.withLargeScalar(signer.sign(message)))).containsOnlyKeys(false);
    }

    /** No signer makes it, and libraries differ. */
    @Test
    void refusesTheNeutralPoint() {
        assertThat(verifier.verify(message, crafted.withNeutralPoint(message))).isFalse();
    }

    @Test
    void refusesWhatWasAltered() {
        Random random = new Random(SEED);
        byte[] honest = signer.sign(message);
        for (int i = 0; i < 100; i++) {
            byte[] altered = honest.clone();
            int bit = random.nextInt(8 * altered.length);
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verdicts(altered)).as("seed %d, bit %d", SEED, bit).containsOnlyKeys(false);
        }
        assertThat(verifier.verify(message, new byte[63])).isFalse();
    }

    @Test
    void theFastLibrarySignsTheSameBytes() {
        Optional<FastEd25519> fast = FastEd25519.load();
        assumeThat(fast).as("the library loads here").isPresent();
        byte[] slow = new byte[64];
        Ed25519.sign(seed, 0, message, 0, message.length, slow, 0);
        assertThat(fast.get().sign(new FastEd25519.Keys(), seed, message)).isEqualTo(slow);
    }

    /** What each library and this program say: one key when all agree. */
    private Map<Boolean, String> verdicts(byte[] signature) {
        Map<Boolean, String> verdicts = new LinkedHashMap<>();
        verdicts.put(verifier.verify(message, signature), "this program");
        verdicts.put(verifier.acceptsSlowly(message, signature), "Bouncy Castle, and the point's order");
        verdicts.put(jdk(signature), "JDK");
        FastEd25519.load().ifPresent(fast ->
                verdicts.put(fast.accepts(new FastEd25519.Keys(), publicKey, message, signature), "Corretto"));
        return verdicts;
    }

    private boolean jdk(byte[] signature) {
        try {
            byte[] encoded = ByteBuffer.allocate(44).put(HexFormat.of().parseHex("302a300506032b6570032100")).put(publicKey).array();
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519", "SunEC");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException refused) {
            return false;
        } catch (GeneralSecurityException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}

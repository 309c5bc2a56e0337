package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class SigningRequestTest {
    private final SecureRandom random = Pki.seeded(30);

    @Test
    void givesTheKeyWhosePossessionIsProven() {
        KeyPair key = P256.generate(random);
        byte[] request = SigningRequest.create(key, random);
        assertThat(SigningRequest.parse(request).publicKey()).isEqualTo(key.getPublic());
        assertThat(request).hasSizeLessThan(512);
    }

    @Test
    void refusesABrokenProofOfPossession() {
        byte[] stolen = request(P256.generate(random).getPublic(), P256.generate(random), "SHA256withECDSA");

        assertThatThrownBy(() -> SigningRequest.parse(stolen))
                .isInstanceOf(CertsException.class)
                .hasMessage("the signing request is not signed by the key it asks a certificate for");
    }

    @Test
    void refusesKeysAndSignaturesOfAnotherKind() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"), random);
        KeyPair large = generator.generateKeyPair();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048, random);
        KeyPair old = rsa.generateKeyPair();
        KeyPair right = P256.generate(random);

        assertRefused(request(large.getPublic(), large, "SHA256withECDSA"), "only P-256 keys are certified");
        assertRefused(request(old.getPublic(), old, "SHA256withRSA"), "only P-256 keys are certified");
        assertRefused(request(right.getPublic(), right, "SHA1withECDSA"), "expected ECDSA with SHA-256");
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
        KeyPair key = P256.generate(random);
        byte[] request = SigningRequest.create(key, random);
        byte[] spki = key.getPublic().getEncoded();
        int at = indexOf(request, spki) + spki.length - 1;
        request[at] ^= 1;
        assertRefused(request, "key cannot be used");
    }

    @Test
    void refusesWhatIsMalformedOrTooLarge() {
        byte[] request = SigningRequest.create(P256.generate(random), random);
        assertRefused(new byte[0], "malformed");
        assertRefused(new byte[] {0x30, 0x00}, "malformed");
        assertRefused(Arrays.copyOf(request, request.length - 1), "malformed");
        assertRefused(Arrays.copyOf(request, request.length + 1), "malformed");
        assertRefused(nested(), "malformed");
        assertRefused(new byte[SigningRequest.MAX_BYTES + 1], "has 4097 bytes, more than 4096");
    }

    @Test
    void refusesEveryRequestWithOneBitChanged() {
        byte[] request = SigningRequest.create(P256.generate(random), random);
        for (int bit = 0; bit < request.length * 8; bit++) {
            byte[] changed = request.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> SigningRequest.parse(changed)).as("bit " + bit).isInstanceOf(CertsException.class);
        }
        assertThatCode(() -> SigningRequest.parse(request)).doesNotThrowAnyException();
    }

    private static void assertRefused(byte[] request, String message) {
        assertThatThrownBy(() -> SigningRequest.parse(request))
                .isInstanceOf(CertsException.class).hasMessageContaining(message);
    }

    /** Sequences of indefinite length inside each other, as deep as the limit allows. */
    private static byte[] nested() {
        byte[] bytes = new byte[SigningRequest.MAX_BYTES];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = 0x30;
            bytes[i + 1] = (byte) 0x80;
        }
        return bytes;
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not contained");
    }

    private byte[] request(PublicKey key, KeyPair signer, String algorithm) {
        try {
            var content = new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(signer.getPrivate());
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), key).build(content).getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

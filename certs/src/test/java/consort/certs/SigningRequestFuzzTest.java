package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;

/** Signing requests, the first thing that a stranger with an invite sends. */
class SigningRequestFuzzTest extends DecoderFuzzTest {
    private static final List<KeyPair> KEYS = Stream.of(1, 2).map(seed -> P256.generate(Pki.seeded(seed))).toList();

    @Override
    protected List<byte[]> seeds() {
        return KEYS.stream().map(key -> SigningRequest.create(key, Pki.seeded(3))).toList();
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected String guidedBy() {
        return "consort.**:org.bouncycastle.asn1.**";
    }

    @Override
    protected boolean accepts(byte[] input) {
        SigningRequest request;
        try {
            request = SigningRequest.parse(input);
        } catch (CertsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(input.length).isLessThanOrEqualTo(SigningRequest.MAX_BYTES);
        assertThat(request.publicKey()).as("a key whose possession was proven")
                .isIn(KEYS.stream().<PublicKey>map(KeyPair::getPublic).toList());
        return true;
    }
}

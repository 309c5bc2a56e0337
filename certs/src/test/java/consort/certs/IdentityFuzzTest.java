package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The URI in a certificate that says whose it is. */
class IdentityFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        return Stream.of("consort://acme/operator", "consort://acme/coordinator", "consort://acme/org/beta",
                        "consort://acme/org/beta/worker/w-1")
                .map(uri -> uri.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected boolean accepts(byte[] input) {
        String uri = new String(input, StandardCharsets.UTF_8);
        Identity.Issued identity;
        try {
            identity = Identity.parse(uri);
        } catch (CertsException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
        assertThat(identity.uri()).isEqualTo(uri);
        return true;
    }
}

package consort.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Public keys as text, in entries and in trust files. */
class VerifierKeyFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        return List.of(seed("example.org/log"), seed("é"));
    }

    private static byte[] seed(String name) {
        return SignerKey.fromSeed(name, new byte[SignerKey.SEED_BYTES]).verifierKey().toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected boolean accepts(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        VerifierKey key;
        try {
            key = VerifierKey.parse(text);
        } catch (MalformedNoteException refused) {
            return false;
        }
        assertThat(key).hasToString(text);
        return true;
    }
}

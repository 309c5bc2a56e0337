package consort.ledger.json;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Canonical JSON: one text for each value. */
class CanonicalJsonFuzzTest extends DecoderFuzzTest {

    private static final int MAX_BYTES = 2000;

    @Override
    protected List<byte[]> seeds() {
        return List.of(utf8("{}"), utf8("{\"a\":[1,-2,true,{\"b\":\"\\n\\u0001ü€\"}],\"b\":9007199254740991,\"c\":{\"\":[]}}"));
    }

    @Override
    protected List<String> words() {
        return List.of("null", "false", "\\ud800", "\\u0000", "\\/", "-0", "1e9", "-9007199254740991", "[[[[[[[[", "{\"a\":{\"a\":",
                "\ud83d\ude00", "\\b", "\u007f");
    }

    @Override
    protected boolean accepts(byte[] input) {
        JsonObject object;
        try {
            object = JsonObject.parse(input, MAX_BYTES);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(object.canonicalBytes()).isEqualTo(input);
        assertThat(input.length).isLessThanOrEqualTo(MAX_BYTES);
        return true;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

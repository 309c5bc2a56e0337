package consort.ledger.json;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.Seed;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read fast is read as it is read closely, and nothing is that is refused there. */
class CanonicalScanTest {

    private static final List<String> TEXTS = List.of(
            "{\"a\":[1,-2,true,{\"b\":\"x\"}],\"b\":9007199254740991,\"c\":{\"\":[]},\"d\":false}",
            "{\"busyMillis\":1000,\"lease\":17,\"organization\":\"acme\",\"update\":\"" + "0a".repeat(32) + "\"}",
            "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[[[[[[[[[[0]]]]]]]]]]}}}}}",
            "{\"ä\":\"ö\",\"\uffee\":0}");
    private static final String CHARACTERS = "\"\\{}[]:,-0123456789.eEtrufalsn \n\u0001\u007fä\u2028\ud83d\ude00zb";
    private static final int ALTERATIONS = 60_000;

    @Test
    void alteredTextsAreReadAsTheyAreReadClosely() {
        long seed = Seed.get();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < ALTERATIONS; i++) {
            String text = altered(TEXTS.get(random.nextInt(TEXTS.size())), random);
            Optional<JsonObject> scanned = CanonicalScan.read(text);
            if (scanned.isPresent()) {
                read++;
                assertThat(closely(text)).as("%s, seed %d", text, seed).isEqualTo(scanned);
                assertThat(scanned.get().canonicalText()).as("seed %d", seed).isEqualTo(text);
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(ALTERATIONS / 100);
    }

    @Test
    void whatIsSignedAsARuleNeedsNoCloserLook() {
        TEXTS.forEach(text -> assertThat(CanonicalScan.read(text)).as(text).isPresent());
        assertThat(CanonicalScan.read("{}")).contains(JsonObject.EMPTY);
    }

    @Test
    void whatIsDeeperThanAllowedIsLeftToWhoRefusesIt() {
        String deepest = "{\"a\":".repeat(CanonicalReader.MAX_DEPTH) + "0" + "}".repeat(CanonicalReader.MAX_DEPTH);
        assertThat(CanonicalScan.read(deepest)).isEqualTo(closely(deepest)).isPresent();
        String deeper = "{\"a\":" + deepest + "}";
        assertThat(CanonicalScan.read(deeper)).isEqualTo(closely(deeper)).isEmpty();
    }

    private static Optional<JsonObject> closely(String text) {
        try {
            return Optional.of(CanonicalReader.readClosely(text));
        } catch (JsonException refused) {
            return Optional.empty();
        }
    }

    private static String altered(String text, Random random) {
        StringBuilder altered = new StringBuilder(text);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int at = random.nextInt(altered.length());
            char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
            switch (random.nextInt(4)) {
                case 0 -> altered.setCharAt(at, c);
                case 1 -> altered.insert(at, c);
                case 2 -> altered.insert(at, altered.substring(at, Math.min(altered.length(), at + 1 + random.nextInt(12))));
                default -> altered.delete(at, Math.min(altered.length() - 1, at + 1 + random.nextInt(3)));
            }
        }
        return altered.toString();
    }
}

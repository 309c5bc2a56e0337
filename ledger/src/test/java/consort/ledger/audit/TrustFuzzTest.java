package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an auditor is handed as the start of all trust: a log key that replaced another is believed only if that one named it. */
class TrustFuzzTest extends DecoderFuzzTest {

    private static final List<VerifierKey> KEYS = TrustTest.keys(3).all();

    @Override
    protected List<byte[]> seeds() {
        Trust rotated = TrustTest.trust(3);
        return List.of(bytes(TrustTest.trust(1)), bytes(rotated), bytes(rotated.counting(List.of("c".repeat(64), rotated.authority()))),
                (rotated.json() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Trust trust) {
        return trust.json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected List<String> words() {
        return List.of("\"logKeyEntries\":[", "\"authorities\":[", "\",\"", "\"],\"");
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        Trust trust;
        try {
            trust = Trust.parse(input);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(Trust.parse(bytes(trust))).isEqualTo(trust);
        LogKeys keys = trust.logKeys();
        assertThat(keys.all()).allMatch(key -> key.name().equals(keys.origin())).doesNotHaveDuplicates();
        if (!keys.rotations().isEmpty()) {
            int first = KEYS.indexOf(keys.first());
            assertThat(first).as("a key whose owner named the next").isNotNegative();
            assertThat(keys.all()).isEqualTo(KEYS.subList(first, first + keys.all().size()));
        }
        assertThat(trust.authorities()).isNotEmpty().allMatch(one -> one.matches("[0-9a-f]{64}"));
        return true;
    }
}

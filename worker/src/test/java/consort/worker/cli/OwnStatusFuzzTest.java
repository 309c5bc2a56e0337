package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the coordinator says that an organization stands: whatever it says can be printed, and obeys no terminal. */
class OwnStatusFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        JsonObject worker = JsonObject.builder().put("worker", "w1").put("connected", true)
                .put("scores", List.of(JsonObject.builder().put("scoreMilli", 1250).put("trainer", "cnn").build()))
                .put("task", JsonObject.builder().put("kind", "train").put("run", 1).put("round", 2).build()).build();
        JsonObject status = JsonObject.builder().put("organization", "acme").put("origin", "pool.example/pool").put("revoked", true)
                .put("acceptedMillis", 5).put("normalizedMillis", 7).put("workers", List.of(worker))
                .put("jobs", List.of(JsonObject.builder().put("name", "fashion").put("waitsFor", "waits for 1 approval")
                        .put("job", "a".repeat(64)).put("entry", 12).build()))
                .put("people", List.of(JsonObject.builder().put("role", "auditor").put("name", "ann").build()))
                .put("invites", List.of(JsonObject.builder().put("for", "worker acme/w2").put("expiresMillis", 1_700_000_000_000L).build()))
                .put("left", List.of(JsonObject.builder().put("who", "worker acme/w0").put("cause", "left").put("entry", 9)
                        .put("reason", "moved").build())).build();
        return List.of(status.canonicalBytes(), JsonObject.EMPTY.canonicalBytes());
    }

    @Override
    protected List<String> words() {
        return List.of("\u009b1m", "\"expiresMillis\":-9007199254740991", "9007199254740991", "[[[[[[[[", "{\"a\":", "null", "\\u001b[2J");
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        JsonObject status;
        try {
            status = OwnStatus.read(new String(input, StandardCharsets.UTF_8));
        } catch (CommandFailure refused) {
            assertThat(refused.exitCode()).isEqualTo(ExitCodes.NOT_THE_COORDINATOR);
            return false;
        }
        assertThat(MemberStatus.text(status)).matches("[ -~\\n]+");
        return true;
    }
}

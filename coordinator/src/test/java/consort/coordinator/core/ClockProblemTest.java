package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockProblemTest {

    @Test
    void theStatusSaysThatTheClockIsBehindTheLedger() throws IOException {
        Pool pool = new Pool();
        pool.member("acme");
        assertThat(status(pool)).doesNotContain("set the clock right");
        Instant right = Instant.ofEpochMilli(pool.now().wallMillis());

        pool.setBack(3_600_000);

        assertThat(status(pool)).contains("says " + right.minusSeconds(3600), "newest entry is of " + right, "set the clock right");
    }

    @Test
    void whatCertificatesBearIsNoProblem() {
        assertThat(ClockProblem.of(1_700_000_300_000L, 1_700_000_000_000L)).isEmpty();
        assertThat(ClockProblem.of(1_700_000_300_001L, 1_700_000_000_000L)).isPresent();
    }

    private static String status(Pool pool) throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }
}

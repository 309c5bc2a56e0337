package consort.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalWaitTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Duration due(Duration left, Duration before) {
        return RenewalWait.next(NOW, NOW.plus(left), Optional.empty(), before);
    }

    @Test
    void waitsUntilARenewalIsDueAndLooksNowAndThen() {
        Instant end = NOW.plus(Duration.ofDays(30));
        assertThat(RenewalWait.next(NOW, end, Optional.of(NOW.plusSeconds(8)), Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(8));
        assertThat(RenewalWait.next(NOW, end, Optional.of(NOW.plus(Duration.ofDays(20))), Duration.ofSeconds(1)))
                .isEqualTo(RenewalWait.LONGEST);
    }

    @Test
    void triesAgainTheSoonerTheLessLifeIsLeft() {
        assertThat(due(Duration.ofDays(10), RenewalWait.SHORTEST)).isEqualTo(RenewalWait.LONGEST);
        assertThat(due(Duration.ofSeconds(100), RenewalWait.LONGEST)).isEqualTo(Duration.ofSeconds(10));
        assertThat(due(Duration.ofSeconds(3), RenewalWait.LONGEST)).isEqualTo(RenewalWait.SHORTEST);
    }

    @Test
    void triesEverMoreRarelyOnceTheCertificateEnded() {
        Duration wait = RenewalWait.SHORTEST;
        for (int tries = 1; tries <= 9; tries++) {
            wait = due(Duration.ofSeconds(-tries), wait);
            assertThat(wait).isEqualTo(Duration.ofSeconds(1L << tries));
        }
        assertThat(due(Duration.ofHours(-1), Duration.ofSeconds(512))).isEqualTo(RenewalWait.LONGEST);
    }
}

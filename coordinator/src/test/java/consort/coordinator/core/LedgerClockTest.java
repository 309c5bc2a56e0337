package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LedgerClockTest {

    private static final long HOUR_MILLIS = 3_600_000;

    private final LedgerClock clock = new LedgerClock();

    @Test
    void isTheWallClockWhereThatIsNotBehindTheLedger() {
        assertThat(clock.timeMillis(new Now(5_000, 100), 4_000)).isEqualTo(5_000);
        assertThat(clock.timeMillis(new Now(9_000, 200), 5_000)).isEqualTo(9_000);
        assertThat(clock.timeMillis(new Now(8_000, 300), 5_000)).as("no entry was made of the time before").isEqualTo(8_000);
    }

    @Test
    void goesOnFromTheLastEntryWhileTheWallClockIsBehind() {
        assertThat(clock.timeMillis(new Now(9_000, 100), 0)).isEqualTo(9_000);
        assertThat(clock.timeMillis(new Now(2_000, 400), 9_000)).isEqualTo(9_300);
        assertThat(clock.timeMillis(new Now(2_100, 500), 9_300)).isEqualTo(9_400);
        assertThat(clock.timeMillis(new Now(2_500, 900), 9_300)).isEqualTo(9_800);
        assertThat(clock.timeMillis(new Now(9_900, 901), 9_800)).isEqualTo(9_900);
    }

    @Test
    void afterARestartItGoesOnFromTheLedgersTime() {
        assertThat(clock.timeMillis(new Now(2_000, 7), 9_000)).isEqualTo(9_000);
        assertThat(clock.timeMillis(new Now(2_050, 57), 9_000)).isEqualTo(9_050);
    }

    @Test
    void workCountsThoughTheClockWasSetBack() throws IOException {
        Pool pool = new Pool();
        WorkerId acme = pool.member("acme");
        WorkerId beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.setBack(HOUR_MILLIS);
        pool.pass(1_000);
        pool.work(acme);
        assertThat(pool.state().acceptedMillis().get("acme")).isPositive();
    }
}

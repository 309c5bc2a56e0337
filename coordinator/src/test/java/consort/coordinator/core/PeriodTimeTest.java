package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Reply.PeriodClosed;
import consort.coordinator.core.Reply.Refused;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** When a period ends is decided by the ledger's time, which a clock of the machine cannot turn back. */
class PeriodTimeTest {

    private static final int DAYS = 10;

    private final Pool pool = Pool.withPeriods(DAYS);

    PeriodTimeTest() throws IOException {
        pool.member("acme");
        pool.ask(new Event.AddCost(pool.ticket(), "acme", "1.00", "hosting"));
    }

    private Reply close() throws IOException {
        return pool.ask(new Event.ClosePeriod(pool.ticket(), true));
    }

    @Test
    void aPeriodIsClosedFromItsLastDayOnThoughTheWallClockWasSetBack() throws IOException {
        pool.pass(DAYS * BilledPool.DAY_MILLIS - 1);
        assertThat(close()).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.message())
                .startsWith("by the charter a period lasts at least 10 days; period 1 can be closed from "));
        pool.pass(1);
        pool.setBack(DAYS * BilledPool.DAY_MILLIS);
        assertThat(close()).isInstanceOf(PeriodClosed.class);
    }

    @Test
    void aClosesTimeIsNeverBeforeTheEntryBeforeIt() throws IOException {
        pool.pass(DAYS * BilledPool.DAY_MILLIS);
        pool.ask(new Event.AddCost(pool.ticket(), "acme", "1.00", "power"));
        long before = pool.state().ledgerTimeMillis();
        pool.setBack(BilledPool.DAY_MILLIS);
        assertThat(close()).isInstanceOf(PeriodClosed.class);
        assertThat(pool.state().periods().getFirst().close().timeMillis()).isGreaterThanOrEqualTo(before);
    }

    /** A day that only the wall clock knows is no day of the next period. */
    @Test
    void theNextPeriodIsCountedFromTheCloseAsTheLedgerHasIt() throws IOException {
        pool.pass(DAYS * BilledPool.DAY_MILLIS);
        assertThat(close()).isInstanceOf(PeriodClosed.class);
        pool.setBack(BilledPool.DAY_MILLIS);
        pool.pass((DAYS - 1) * BilledPool.DAY_MILLIS);
        assertThat(close()).isInstanceOf(Refused.class);
        pool.pass(BilledPool.DAY_MILLIS);
        assertThat(close()).isInstanceOf(PeriodClosed.class);
    }
}

package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodRulesTest {

    @Test
    void withoutSettlementAllAmountsAreZeroAndDeviceTimeIsRecorded() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        ledger.submit(LedgerBuilder.job());
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.claimAll(List.of("acme/w1", "beta/w1"), LedgerBuilder.HOUR_MILLIS);
        ledger.closePeriod();
        var close = ledger.state.periods().getFirst().close();
        assertThat(close.poolMinor()).isZero();
        assertThat(close.transfers()).isEmpty();
        assertThat(close.members()).allSatisfy(line -> {
            assertThat(line.ngpuMillis()).isEqualTo(LedgerBuilder.HOUR_MILLIS);
            assertThat(List.of(line.creditMinor(), line.externalMinor(), line.shareMinor(), line.netMinor())).containsOnly(0L);
        });
        assertThat(close.rateMinorPerHour()).as("the charter's rate stays on record").isEqualTo(184);
    }

    @Test
    void thePeriodsFollowEachOther() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        long first = ledger.state.periods().getFirst().index();
        ledger.closePeriod();
        var second = ledger.state.periods().get(1).close();
        assertThat(second.period()).isEqualTo(2);
        assertThat(second.fromIndex()).isEqualTo(first + 1);
        assertThat(second.poolMinor()).isZero();
    }
}

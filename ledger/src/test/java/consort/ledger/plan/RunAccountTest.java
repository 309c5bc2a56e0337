package consort.ledger.plan;

import static consort.ledger.fold.LedgerBuilder.HOUR_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.fold.LedgerBuilder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunAccountTest {

    /** One round of acme, beta and carol, where acme and beta work an hour each and carol's lease is open still. */
    private static LedgerBuilder underWay() {
        LedgerBuilder ledger = LedgerBuilder.asking(1);
        ledger.approve("acme");
        ledger.append(ledger.start(), ledger.logKey);
        ledger.round(1, List.of("acme/w1", "beta/w1", "carol/w1"));
        ledger.claimAll(List.of("acme/w1", "beta/w1"), HOUR_MILLIS);
        return ledger;
    }

    private static RunAccount account(LedgerBuilder ledger) {
        List<RunAccount> all = RunAccount.of(ledger.state, run -> true, ledger.nowMillis());
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void whatARunTookFollowsFromTheLedger() {
        RunAccount account = account(underWay());
        assertThat(account.ended()).isFalse();
        assertThat(account.wallMillis()).isEqualTo(HOUR_MILLIS);
        assertThat(account.acceptedMillis()).isEqualTo(2 * HOUR_MILLIS);
        assertThat(account.poolMinor()).hasValue(2 * 184);
        assertThat(account.planned()).contains(LedgerBuilder.estimate());
        assertThat(account.members()).containsExactly(
                new RunAccount.Line("acme", HOUR_MILLIS, OptionalLong.of(1000), OptionalLong.of(400), OptionalLong.of(184),
                        OptionalLong.of(160)),
                new RunAccount.Line("beta", HOUR_MILLIS, OptionalLong.of(1000), OptionalLong.of(400), OptionalLong.of(184),
                        OptionalLong.of(150)),
                new RunAccount.Line("carol", 0, OptionalLong.of(1000), OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(58)));
    }

    @Test
    void readsAsItWasWritten() {
        for (RunAccount account : List.of(account(underWay()), account(LedgerBuilder.consortium()))) {
            assertThat(RunAccount.read(account.json())).isEqualTo(account);
        }
    }

    @Test
    void plannedStandsBesideActual() {
        assertThat(AccountText.of(account(underWay()))).startsWith(
                "  planned and so far: time at most 4 h / 1 h; device time at most 12 h / 2 h; cost at most 22.08 EUR / 3.68 EUR",
                "    acme: device time at most 4 h / 1 h; down at most 3000 B / 1000 B; up at most 800 B / 400 B;"
                        + " bears at most 9.57 EUR / 1.60 EUR; earns at most 7.36 EUR / 1.84 EUR");
    }

    @Test
    void aRunThatNobodyPlannedHasOnlyWhatItTook() {
        RunAccount account = account(LedgerBuilder.consortium());
        assertThat(account.ended()).isTrue();
        assertThat(account.planned()).isEmpty();
        assertThat(account.members().getFirst().upBytes()).isEmpty();
        assertThat(AccountText.of(account).getFirst()).startsWith("  planned and taken: time ").doesNotContain("/");
    }

    @Test
    void anEstimateSaysOfEachFigureWhatItRestsOn() {
        assertThat(EstimateText.of(LedgerBuilder.estimate())).containsExactly(
                "  time         at most 4 h, if no round is abandoned or waits for workers",
                "  device time  at most 12 h, of 3 workers, 1 of them not seen yet and taken to have one device",
                "  disk         at most 3200 B at the coordinator",
                "  memory       at least 1400 B on each device, for weights and gradients; the trainer takes more",
                "  cost         at most 22.08 EUR, all members together",
                "  acme: at most 4 h of 1 worker; down at most 3000 B, up at most 800 B; bears at most 9.57 EUR, earns at most 7.36 EUR",
                "  beta: at most 4 h of 1 worker; down at most 3000 B, up at most 800 B; bears at most 9.02 EUR, earns at most 7.36 EUR",
                "  carol: at most 4 h of 1 worker; down at most 3000 B, up at most 800 B; bears at most 3.49 EUR, earns at most 7.36 EUR");
    }
}

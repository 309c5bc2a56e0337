package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Standing.Level;
import consort.ledger.entry.WorkerId;
import consort.ledger.money.Amounts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationRulesTest {

    private static final WorkerId ACME = WorkerId.parse("acme/w1");

    @Test
    void aPausedRunFinishesItsRoundAndOpensNoOther() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.append(new RunPaused(ledger.nowMillis(), 1, "the cluster moves"), ledger.logKey);
        assertThat(ledger.state.runs().get(1L).paused()).contains("the cluster moves");
        ledger.claimAll(ALL, 1000);
        ledger.closeRound(1);
        assertRule(ledger, nextRound(ledger), ledger.logKey, Rule.PHASE);
        ledger.append(new RunResumed(ledger.nowMillis(), 1, "it has moved"), ledger.logKey);
        ledger.round(1, ALL);
        assertThat(ledger.state.runs().get(1L).phase()).isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void aRunIsPausedOnceAndResumedOnceAndOnlyWhileItRuns() {
        LedgerBuilder ledger = started();
        assertRule(ledger, new RunPaused(ledger.nowMillis(), 2, "no such run"), ledger.logKey, Rule.RUN);
        assertRule(ledger, new RunResumed(ledger.nowMillis(), 1, "it runs"), ledger.logKey, Rule.PHASE);
        ledger.append(new RunPaused(ledger.nowMillis(), 1, "first"), ledger.logKey);
        assertRule(ledger, new RunPaused(ledger.nowMillis(), 1, "second"), ledger.logKey, Rule.PHASE);
        ledger.append(new RunEnded(ledger.nowMillis(), 1, RunEnded.Outcome.STOPPED, "enough",
                ledger.state.runs().get(1L).model()), ledger.logKey);
        assertRule(ledger, new RunResumed(ledger.nowMillis(), 1, "too late"), ledger.logKey, Rule.RUN);
    }

    @Test
    void aDrainingWorkerGetsNoLeaseAndMayClaimTheOneItHas() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.append(standing(ledger, "w1", Level.DRAINING), ledger.logKey);
        ledger.claimAll(ALL, 1000);
        ledger.closeRound(1);
        ledger.append(nextRound(ledger), ledger.logKey);
        RunView run = ledger.state.runs().get(1L);
        assertRule(ledger, Rounds.trainLease(run, run.round().orElseThrow(), ACME, ledger.state.nextLease(), 1,
                ledger.nowMillis()), ledger.logKey, Rule.STANDING);
    }

    @Test
    void anEvictedOrganizationsWorkersClaimNothing() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        assertRule(ledger, new LeaseEnded(ledger.nowMillis(), 1, LeaseEnded.Reason.EVICTED), ledger.logKey, Rule.STANDING);
        ledger.append(new Standing(ledger.nowMillis(), "acme", Optional.empty(), Level.EVICTED, "unpaid"), ledger.logKey);
        assertThat(ledger.state.allowed(ACME)).isEqualTo(new StandingView(Level.EVICTED, "unpaid"));
        assertRule(ledger, ledger.claimOf("acme/w1", 1000), LedgerBuilder.workerKey("acme/w1"), Rule.STANDING);
        ledger.endLease("acme/w1", LeaseEnded.Reason.EVICTED);
        ledger.append(new Standing(ledger.nowMillis(), "acme", Optional.empty(), Level.ACTIVE, "paid"), ledger.logKey);
        ledger.lateClaim("acme/w1", 1);
        assertThat(ledger.state.acceptedMillis().get("acme")).as("late: half of a second of device time").isEqualTo(500);
    }

    @Test
    void theStricterOfTwoStandingsHolds() {
        LedgerBuilder ledger = started();
        ledger.append(standing(ledger, "w1", Level.EVICTED), ledger.logKey);
        ledger.append(new Standing(ledger.nowMillis(), "acme", Optional.empty(), Level.DRAINING, "moves"), ledger.logKey);
        assertThat(ledger.state.allowed(ACME).level()).isEqualTo(Level.EVICTED);
        ledger.append(standing(ledger, "w1", Level.ACTIVE), ledger.logKey);
        assertThat(ledger.state.allowed(ACME).level()).isEqualTo(Level.DRAINING);
        assertThat(ledger.state.allowed(WorkerId.parse("beta/w1")).level()).isEqualTo(Level.ACTIVE);
    }

    @Test
    void aStandingSaysSomethingNewOfSomebodyKnown() {
        LedgerBuilder ledger = started();
        assertRule(ledger, standing(ledger, "w1", Level.ACTIVE), ledger.logKey, Rule.STANDING);
        assertRule(ledger, standing(ledger, "w2", Level.DRAINING), ledger.logKey, Rule.STANDING);
        assertRule(ledger, new Standing(ledger.nowMillis(), "dora", Optional.empty(), Level.DRAINING, "who"), ledger.logKey,
                Rule.MEMBERSHIP);
    }

    @Test
    void theWorkedExampleOfTheBillFollowsFromEntries() {
        LedgerBuilder ledger = WorkedExample.ledger();
        PeriodClose close = ledger.state.periods().getFirst().close();
        assertThat(close.poolMinor()).isEqualTo(101_352);
        assertThat(close.members()).extracting(PeriodClose.Line::externalMinor).containsExactly(5000L, 0L, 0L, 0L);
        assertThat(close.members()).extracting(PeriodClose.Line::creditMinor).containsExactly(80_900L, 17_682L, 2_770L, 0L);
        assertThat(close.members()).extracting(PeriodClose.Line::shareMinor)
                .containsExactly(34_291L, 32_263L, 12_444L, 22_354L);
        assertThat(close.members()).extracting(PeriodClose.Line::netMinor)
                .containsExactly(46_609L, -14_581L, -9_674L, -22_354L);
        ledger.closePeriod();
        assertThat(ledger.state.periods().get(1).close().poolMinor()).as("a cost counts in its own period only").isZero();
    }

    @Test
    void aCostIsAMembersAndIsTakenBackAtMost() {
        LedgerBuilder ledger = started();
        assertRule(ledger, cost(ledger, "dora", 5000, "hosting"), ledger.logKey, Rule.MEMBERSHIP);
        assertRule(ledger, cost(ledger, "acme", 0, "nothing"), ledger.logKey, Rule.BILL);
        assertRule(ledger, cost(ledger, "acme", -1, "less than nothing"), ledger.logKey, Rule.BILL);
        ledger.append(cost(ledger, "acme", 50_000, "hosting, a digit too many"), ledger.logKey);
        ledger.append(cost(ledger, "acme", -45_000, "hosting, corrected"), ledger.logKey);
        assertThat(ledger.state.externalMinor("acme")).isEqualTo(5000);
    }

    @Test
    void costsOfAllLeaveRoomForDeviceTimeInOnePool() {
        LedgerBuilder ledger = started();
        long most = Amounts.MAX_EXTERNAL_MINOR;
        assertRule(ledger, cost(ledger, "acme", most + 1, "more than all may bear"), ledger.logKey, Rule.BILL);
        ledger.append(cost(ledger, "acme", most - 10, "a very large machine"), ledger.logKey);
        assertRule(ledger, cost(ledger, "beta", 11, "with acme's too much"), ledger.logKey, Rule.BILL);
        ledger.append(cost(ledger, "beta", 10, "just enough"), ledger.logKey);
        assertRule(ledger, cost(ledger, "carol", 1, "a cent too much"), ledger.logKey, Rule.BILL);
        ledger.append(cost(ledger, "acme", -1, "a cent taken back"), ledger.logKey);
        ledger.append(cost(ledger, "carol", 1, "fits now"), ledger.logKey);
        ledger.closePeriod();
        assertThat(ledger.state.periods().getLast().close().poolMinor()).isEqualTo(most);
        ledger.append(cost(ledger, "carol", most, "each period begins anew"), ledger.logKey);
    }

    @Test
    void withoutSettlementThereAreNoCosts() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        ledger.join("acme", 1, 1);
        assertRule(ledger, cost(ledger, "acme", 5000, "hosting"), ledger.logKey, Rule.BILL);
    }

    private static RoundOpened nextRound(LedgerBuilder ledger) {
        return Rounds.open(ledger.state.runs().get(1L), ALL.stream().map(WorkerId::parse).toList(), ledger.nowMillis());
    }

    private static Standing standing(LedgerBuilder ledger, String worker, Level level) {
        return new Standing(ledger.nowMillis(), "acme", Optional.of(worker), level, "because");
    }

    private static ExternalCost cost(LedgerBuilder ledger, String organization, long amountMinor, String what) {
        return new ExternalCost(ledger.nowMillis(), organization, amountMinor, what);
    }
}

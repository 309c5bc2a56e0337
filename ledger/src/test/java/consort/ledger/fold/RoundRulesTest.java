package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.ALL;
import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.started;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRulesTest {

    @Test
    void aRoundGoesThroughItsPhases() {
        LedgerBuilder ledger = started();
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
        ledger.round(1, ALL);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.TRAINING);
        ledger.claimAll(List.of("acme/w1", "beta/w1"), 1000);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.TRAINING);
        ledger.endLease("carol/w1", LeaseEnded.Reason.DROPOUT);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.AGGREGATING);
        ledger.closeRound(1);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
        ledger.append(Rounds.evaluateLease(ledger.state.runs().get(1L), WorkerId.parse("beta/w1"), ledger.state.nextLease(), 1,
                ledger.nowMillis()), ledger.logKey);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.EVALUATING);
        assertRule(ledger, Rounds.open(ledger.state.runs().get(1L), workers(ALL), ledger.nowMillis()), ledger.logKey, Rule.PHASE);
        ledger.endLease("beta/w1", LeaseEnded.Reason.HANDED_BACK);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
    }

    @Test
    void aRoundCannotCloseBeforeItsLeasesAreSettledOrWithoutQuorum() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1"), 1000);
        RunView run = ledger.state.runs().get(1L);
        assertRule(ledger, Rounds.close(run, run.round().orElseThrow(), digest("m"), ledger.nowMillis()), ledger.logKey,
                Rule.PHASE);
        assertRule(ledger, new RoundAbandoned(ledger.nowMillis(), 1, 1, "why not"), ledger.logKey, Rule.PHASE);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        RunView settled = ledger.state.runs().get(1L);
        assertRule(ledger, Rounds.close(settled, settled.round().orElseThrow(), digest("m"), ledger.nowMillis()),
                ledger.logKey, Rule.QUORUM);
    }

    @Test
    void anotherWorkerTakesPartOnlyWhereTheCohortFallsShortOfTheQuorum() {
        LedgerBuilder ledger = started();
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        assertRule(ledger, carolsLease(ledger), ledger.logKey, Rule.LEASE);
        ledger.claimAll(List.of("acme/w1"), 1000);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.AGGREGATING);
        ledger.append(carolsLease(ledger), ledger.logKey);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.TRAINING);
        ledger.lateClaim("beta/w1", 1);
        ledger.claimAll(List.of("carol/w1"), 1000);
        assertThat(ledger.state.runs().get(1L).round().orElseThrow().accepted()).extracting(update -> update.organization())
                .containsExactly("acme", "carol");
        ledger.closeRound(1);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
    }

    @Test
    void tooManyAbandonedRoundsEndTheRun() {
        LedgerBuilder ledger = started();
        for (long round = 1; round <= 2; round++) {
            ledger.round(1, ALL);
            ALL.forEach(worker -> ledger.endLease(worker, LeaseEnded.Reason.DROPOUT));
            ledger.append(new RoundAbandoned(ledger.nowMillis(), 1, round, "no updates"), ledger.logKey);
        }
        assertRule(ledger, Rounds.open(ledger.state.runs().get(1L), workers(ALL), ledger.nowMillis()), ledger.logKey, Rule.ROUND);
        assertRule(ledger, end(ledger, RunEnded.Outcome.COMPLETED), ledger.logKey, Rule.ROUND);
        ledger.append(end(ledger, RunEnded.Outcome.ABANDONED), ledger.logKey);
        assertRule(ledger, end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey, Rule.RUN);
    }

    @Test
    void aRunWithOpenLeasesCannotEnd() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        assertRule(ledger, end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey, Rule.PHASE);
        ALL.forEach(worker -> ledger.endLease(worker, LeaseEnded.Reason.RUN_ENDED));
        ledger.append(end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey);
        ledger.lateClaim("acme/w1", 1);
        assertThat(ledger.state.runs().get(1L).phase()).isEqualTo(RunView.Phase.ENDED);
    }

    @Test
    void aWorkerHoldsOneLeaseAcrossRuns() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        long second = ledger.submit(LedgerBuilder.job());
        ledger.append(Rounds.open(ledger.state.runs().get(second), workers(ALL), ledger.nowMillis()), ledger.logKey);
        RunView run = ledger.state.runs().get(second);
        assertRule(ledger, Rounds.trainLease(run, run.round().orElseThrow(), WorkerId.parse("acme/w1"),
                ledger.state.nextLease(), 1,
                ledger.nowMillis()), ledger.logKey, Rule.LEASE);
    }

    private static Lease carolsLease(LedgerBuilder ledger) {
        RunView run = ledger.state.runs().get(1L);
        return Rounds.trainLease(run, run.round().orElseThrow(), WorkerId.parse("carol/w1"), ledger.state.nextLease(), 1,
                ledger.nowMillis());
    }

    private static RunEnded end(LedgerBuilder ledger, RunEnded.Outcome outcome) {
        return new RunEnded(ledger.nowMillis(), 1, outcome, "because", ledger.state.runs().get(1L).model());
    }

    private static RunView.Phase phase(LedgerBuilder ledger) {
        return ledger.state.runs().get(1L).phase();
    }

    private static List<WorkerId> workers(List<String> names) {
        return names.stream().map(WorkerId::parse).toList();
    }
}

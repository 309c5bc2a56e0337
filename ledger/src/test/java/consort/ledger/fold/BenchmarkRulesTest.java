package consort.ledger.fold;

import static consort.ledger.fold.Claims.FINE;
import static consort.ledger.fold.Claims.withDevices;
import static consort.ledger.fold.LedgerBuilder.inviteKey;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Departure;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The reference device of {@link LedgerBuilder#charterWithReference} does ten steps a second, and a task has 50: five seconds
 * of it, and five and a half are the most that count.
 */
class BenchmarkRulesTest {

    private static final List<String> BOTH = List.of("acme/w1", "beta/w1");
    private static final String TRAINER = "fashion-cnn";

    private LedgerBuilder ledger;

    @BeforeEach
    void join() {
        ledger = new LedgerBuilder(LedgerBuilder.charterWithReference());
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.submit(LedgerBuilder.job());
    }

    private Benchmark benchmark(String worker, long wallMillis) {
        return ledger.benchmark(worker, TRAINER, 100, wallMillis, 1);
    }

    private void measure(String worker, long wallMillis) {
        ledger.measure(worker, wallMillis);
    }

    private BenchmarkView measured(String worker) {
        return ledger.state.workers().get(WorkerId.parse(worker)).benchmarks().get(TRAINER);
    }

    private Observation claim(String worker, long busyMillis) {
        UsageClaim claim = ledger.claimOf(worker, busyMillis);
        Observation observation = Observations.of(ledger.state, claim, ledger.state.size(), FINE, ledger.nowMillis());
        ledger.claim(claim, FINE);
        return observation;
    }

    @Test
    void theScoreIsTheSpeedOfOneDeviceByTheReference() {
        measure("acme/w1", 10_000);
        assertThat(measured("acme/w1").scoreMilli()).as("as fast as the reference").isEqualTo(1000);
        assertThat(measured("acme/w1").stepsPerSecondMilli()).isEqualTo(10_000);
        measure("acme/w1", 16_129);
        assertThat(measured("acme/w1").scoreMilli()).as("the latest counts").isEqualTo(620);
        ledger.append(ledger.benchmark("acme/w1", TRAINER, 100, 2_500, 4), workerKey("acme/w1"));
        assertThat(measured("acme/w1").scoreMilli()).as("four devices that are four times as fast together").isEqualTo(1000);
        measure("acme/w1", 6_666);
        assertThat(measured("acme/w1").scoreMilli()).as("1500.15").isEqualTo(1500);
        measure("acme/w1", 1);
        assertThat(measured("acme/w1").scoreMilli()).as("bounded").isEqualTo(Scores.MAX_SCORE_MILLI);
        measure("acme/w1", 2_000_000_000);
        assertThat(measured("acme/w1").scoreMilli()).as("never nothing").isEqualTo(1);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void aBenchmarkIsTheChartersAndTheWorkersOwn() {
        assertRule(ledger, ledger.benchmark("acme/w1", "tiny-gpt", 100, 10_000, 1), workerKey("acme/w1"), Rule.BENCHMARK);
        assertRule(ledger, ledger.benchmark("acme/w1", TRAINER, 99, 10_000, 1), workerKey("acme/w1"), Rule.BENCHMARK);
        assertRule(ledger, benchmark("acme/w1", 10_000), workerKey("beta/w1"), Rule.SIGNER);
        assertRule(ledger, benchmark("acme/w1", 10_000), organizationKey("acme"), Rule.SIGNER);
        LedgerBuilder without = LedgerBuilder.started();
        assertRule(without, benchmark("acme/w1", 10_000), workerKey("acme/w1"), Rule.BENCHMARK);
    }

    @Test
    void nobodyTrainsUnmeasuredWhereThereIsAReference() {
        measure("acme/w1", 10_000);
        RoundOpened round = Rounds.open(ledger.state.runs().get(1L), BOTH.stream().map(WorkerId::parse).toList(),
                ledger.nowMillis());
        assertRule(ledger, round, ledger.logKey, Rule.BENCHMARK);
        measure("beta/w1", 10_000);
        ledger.append(round, ledger.logKey);
    }

    @Test
    void aWorkerThatComesBackIsMeasuredAgain() {
        measure("acme/w1", 10_000);
        WorkerId id = WorkerId.parse("acme/w1");
        ledger.append(new Departure(ledger.nowMillis(), "acme", "w1", 2, "moving house"), workerKey("acme/w1"));
        assertThat(ledger.state.workers()).doesNotContainKey(id);
    }

    @Test
    void slownessIsNotPaidAndHonestWorkIsWorthTheSameEverywhere() {
        measure("acme/w1", 10_000);
        measure("beta/w1", 40_000);
        ledger.round(1, BOTH);
        ledger.pass(5_000);
        Observation fast = claim("acme/w1", 5_000);
        ledger.pass(15_000);
        Observation slow = claim("beta/w1", 20_000);
        assertThat(fast.scoreMilli()).hasValue(1000);
        assertThat(slow.scoreMilli()).hasValue(250);
        assertThat(fast.reduction()).isEmpty();
        assertThat(slow.reduction()).isEmpty();
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 5_000L).containsEntry("beta", 20_000L);
        assertThat(ledger.state.normalizedMillis("acme")).isEqualTo(5_000);
        assertThat(ledger.state.normalizedMillis("beta")).isEqualTo(5_000);
        ledger.closeRound(1);
        ledger.closePeriod();
        PeriodClose close = ledger.state.periods().getLast().close();
        assertThat(close.members()).extracting(PeriodClose.Line::ngpuMillis).containsExactly(5_000L, 5_000L);
        assertThat(ledger.state.normalizedMillis("acme")).isZero();
    }

    @Test
    void aScoreThatWasMeasuredWronglyGainsNothing() {
        measure("acme/w1", 100);
        measure("beta/w1", 10_000);
        ledger.round(1, BOTH);
        ledger.pass(60_000);
        Observation boasted = claim("acme/w1", 20_000);
        assertThat(boasted.scoreMilli()).hasValue(100_000);
        assertThat(boasted.reduction()).contains(Reasons.BEYOND_WORK);
        assertThat(boasted.acceptedMillis()).isEqualTo(55);
        assertThat(ledger.state.normalizedMillis("acme")).as("the work at the reference speed, and a tenth").isEqualTo(5_500);
        Observation dawdled = claim("beta/w1", 60_000);
        assertThat(dawdled.reduction()).contains(Reasons.BEYOND_WORK);
        assertThat(ledger.state.normalizedMillis("beta")).isEqualTo(5_500);
    }

    @Test
    void aJobSaysWhenItsStepsAreHeavierThanThoseOfTheBenchmark() {
        measure("acme/w1", 10_000);
        measure("beta/w1", 10_000);
        long run = ledger.submit(LedgerBuilder.heavyJob(4000));
        ledger.round(run, BOTH);
        ledger.pass(60_000);
        claim("acme/w1", 20_000);
        claim("beta/w1", 60_000);
        assertThat(ledger.state.normalizedMillis("acme")).isEqualTo(20_000);
        assertThat(ledger.state.normalizedMillis("beta")).isEqualTo(22_000);
    }

    @Test
    void aTaskKeepsTheScaleUnderWhichItWasGranted() {
        measure("acme/w1", 10_000);
        measure("beta/w1", 10_000);
        ledger.round(1, BOTH);
        measure("acme/w1", 5_000);
        ledger.pass(5_000);
        assertThat(claim("acme/w1", 5_000).scoreMilli()).hasValue(1000);
        assertThat(measured("acme/w1").scoreMilli()).isEqualTo(2000);
    }

    @Test
    void theOutcomeCountsOfWhatTheWorkAllows() {
        measure("acme/w1", 10_000);
        measure("beta/w1", 10_000);
        ledger.round(1, BOTH);
        ledger.pass(60_000);
        ledger.claim(Claims.failed(ledger.claimOf("acme/w1", 60_000), "crashed"), FINE);
        assertThat(ledger.state.normalizedMillis("acme")).as("a tenth of it").isEqualTo(550);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void devicesShareTheWork() {
        measure("acme/w1", 10_000);
        measure("beta/w1", 10_000);
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.pass(5_000);
        UsageClaim greedy = withDevices(ledger.claimOf("acme/w1", 5_000), 8);
        ledger.claim(greedy, FINE);
        assertThat(ledger.state.normalizedMillis("acme")).isEqualTo(5_000);
    }

    @Test
    void anEvaluationCountsAsItIs() {
        measure("acme/w1", 100);
        measure("beta/w1", 10_000);
        ledger.round(1, BOTH);
        ledger.pass(5_000);
        claim("acme/w1", 50);
        claim("beta/w1", 5_000);
        ledger.closeRound(1);
        long before = ledger.state.normalizedMillis("acme");
        ledger.evaluate(1, "acme/w1", 870_000);
        assertThat(ledger.state.normalizedMillis("acme") - before).as("eight tenths of a minute").isEqualTo(48_000);
    }

    @Test
    void theAuditorDerivesScoreAndReductionAgain() {
        measure("acme/w1", 5_000);
        measure("beta/w1", 10_000);
        ledger.round(1, BOTH);
        ledger.pass(60_000);
        UsageClaim claim = ledger.claimOf("acme/w1", 60_000);
        Observation right = Observations.of(ledger.state, claim, ledger.state.size(), FINE, ledger.nowMillis());
        ledger.append(claim, workerKey("acme/w1"));
        assertRule(ledger, stating(right, OptionalLong.of(2001), right.reduction(), right.acceptedMillis()), ledger.logKey,
                Rule.ACCEPTANCE_RULE);
        assertRule(ledger, stating(right, OptionalLong.empty(), right.reduction(), right.acceptedMillis()), ledger.logKey,
                Rule.ACCEPTANCE_RULE);
        assertRule(ledger, stating(right, right.scoreMilli(), Optional.empty(), right.acceptedMillis()), ledger.logKey,
                Rule.ACCEPTANCE_RULE);
        assertRule(ledger, stating(right, right.scoreMilli(), right.reduction(), 60_000), ledger.logKey, Rule.ACCEPTANCE_RULE);
        ledger.append(right, ledger.logKey);
    }

    private static Observation stating(Observation right, OptionalLong score, Optional<String> reduction, long acceptedMillis) {
        return new Observation(right.timeMillis(), right.claim(), right.lease(), right.verdict(), right.reason(), right.detail(),
                acceptedMillis, right.normMillionths(), score, reduction);
    }

    @Test
    void anInvitedWorkerBeginsWithoutBenchmarks() {
        measure("acme/w1", 10_000);
        WorkerId second = WorkerId.parse("acme/w2");
        ledger.append(ledger.workerInvite(second), organizationKey("acme"));
        ledger.append(ledger.workerKeyEntry(second), inviteKey("acme/w2"));
        assertThat(ledger.state.workers().get(second).benchmarks()).isEmpty();
        assertThat(Scores.measured(ledger.state.charter(), ledger.state.workers().get(second), TRAINER)).isFalse();
        assertThat(Scores.measured(ledger.state.charter(), ledger.state.workers().get(second), "tiny-gpt")).isTrue();
    }
}

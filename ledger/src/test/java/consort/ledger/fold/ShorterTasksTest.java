package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.shorteningJob;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.WorkerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beta is too slow for tasks of 50 steps, whose leases last two hours; acme is not. */
class ShorterTasksTest {

    private static final String ACME = "acme/w1";
    private static final String BETA = "beta/w1";
    private static final String CAROL = "carol/w1";
    private static final List<String> ALL = List.of(ACME, BETA, CAROL);
    private static final long HOUR_MILLIS = 3_600_000;

    private final LedgerBuilder ledger = LedgerBuilder.started();
    private long run;

    @Test
    void everyExpiredLeaseHalvesTheNextDownToTheLeast() {
        run = ledger.submit(shorteningJob(50, 12));
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(50);
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(25);
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(12);
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(12);
        assertThat(betasStepsAfter(1)).isEqualTo(12);
        assertThat(betasStepsAfter(1)).as("not more often halved than was of use").isEqualTo(25);
    }

    @Test
    void whoCouldHaveDoneTwiceAsMuchGetsItAgain() {
        run = ledger.submit(shorteningJob(50, 1));
        betasStepsAfter(LeaseEnded.Reason.EXPIRED);
        assertThat(betasStepsAfter(HOUR_MILLIS + 1)).isEqualTo(25);
        assertThat(betasStepsAfter(HOUR_MILLIS)).isEqualTo(25);
        assertThat(betasStepsAfter(1)).isEqualTo(50);
        assertThat(betasStepsAfter(1)).isEqualTo(50);
    }

    @Test
    void whoeverIsGoneOrHandsBackIsNotTooSlow() {
        run = ledger.submit(shorteningJob(50, 1));
        betasStepsAfter(LeaseEnded.Reason.DROPOUT);
        betasStepsAfter(LeaseEnded.Reason.HANDED_BACK);
        assertThat(betasStepsAfter(1)).isEqualTo(50);
    }

    @Test
    void aJobThatSaysNothingHasAlwaysAllSteps() {
        JobDocument plain = JobDocument.parse(LedgerBuilder.job().bytes());
        assertThat(plain.leastSteps()).isEmpty();
        run = ledger.submit(plain);
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(50);
        assertThat(betasStepsAfter(LeaseEnded.Reason.EXPIRED)).isEqualTo(50);
    }

    @Test
    void aShorterTaskWeighsLessAndAllOthersAsBefore() {
        run = ledger.submit(shorteningJob(50, 1));
        betasStepsAfter(LeaseEnded.Reason.EXPIRED);
        ledger.round(run, ALL);
        assertThat(open(ACME).weight()).isEqualTo(50);
        assertThat(open(BETA).weight()).isEqualTo(25);
    }

    @Test
    void weightsAreScaledAsIfAllHadTheWholeTask() {
        List<WorkerId> cohort = ALL.stream().map(WorkerId::parse).toList();
        JobDocument whole = shorteningJob(1_000_000, 1);
        long full = Rounds.weight(whole, whole.steps(), cohort);
        assertThat(full).isBetween(349_000L, 349_525L);
        assertThat(Rounds.weight(whole, whole.steps() / 2, cohort)).isEqualTo(full / 2);
        assertThat(Rounds.weight(whole, 1, cohort)).isEqualTo(1);
    }

    @Test
    void aLeaseOfOtherStepsOrWeightBreaksARule() {
        run = ledger.submit(shorteningJob(50, 1));
        betasStepsAfter(LeaseEnded.Reason.EXPIRED);
        ledger.append(Rounds.open(view(), ALL.stream().map(WorkerId::parse).toList(), ledger.nowMillis()), ledger.logKey);
        Lease lease = Rounds.trainLease(view(), view().round().orElseThrow(), WorkerId.parse(BETA), ledger.state.nextLease(), 1,
                ledger.nowMillis());
        assertRule(ledger, with(lease, 50, lease.weight()), ledger.logKey, Rule.LEASE);
        assertRule(ledger, with(lease, 12, lease.weight()), ledger.logKey, Rule.LEASE);
        assertRule(ledger, with(lease, lease.steps(), 50), ledger.logKey, Rule.WEIGHT);
        ledger.append(lease, ledger.logKey);
    }

    @Test
    void aShorterTaskIsPaidForItsOwnStepsAtMost() {
        LedgerBuilder measured = new LedgerBuilder(LedgerBuilder.charterWithReference());
        for (String organization : List.of("acme", "beta")) {
            measured.join(organization, 1, 1);
            measured.measure(organization + "/w1", 10_000);
        }
        run = measured.submit(shorteningJob(50, 1));
        for (int round = 1; round <= 2; round++) {
            measured.round(run, List.of(ACME, BETA));
            measured.claimAll(List.of(ACME), 80_000);
            if (round == 1) {
                measured.endLease(BETA, LeaseEnded.Reason.EXPIRED);
                measured.append(new RoundAbandoned(measured.nowMillis(), run, round, "no quorum"), measured.logKey);
            } else {
                measured.claimAll(List.of(BETA), 80_000);
            }
        }
        assertThat(measured.state.acceptedMillis()).as("twice 50 steps, and once 25, at ten a second, and a tenth")
                .containsEntry("acme", 11_000L).containsEntry("beta", 2_750L);
    }

    /** Opens a round that beta's lease ends with. */
    private long betasStepsAfter(LeaseEnded.Reason reason) {
        ledger.round(run, ALL);
        long steps = open(BETA).steps();
        ledger.claimAll(List.of(ACME, CAROL), 1);
        ledger.endLease(BETA, reason);
        ledger.closeRound(run);
        return steps;
    }

    /** Opens a round in which beta's update is accepted after so long. */
    private long betasStepsAfter(long millis) {
        ledger.round(run, ALL);
        long steps = open(BETA).steps();
        ledger.claimAll(ALL, millis);
        ledger.closeRound(run);
        return steps;
    }

    private RunView view() {
        return ledger.state.runs().get(run);
    }

    private Lease open(String worker) {
        return ledger.state.openLeaseOf(WorkerId.parse(worker)).orElseThrow().lease();
    }

    private static Lease with(Lease lease, long steps, long weight) {
        return new Lease(lease.timeMillis(), lease.lease(), lease.run(), lease.round(), lease.kind(), lease.organization(), lease.worker(),
                lease.model(), lease.trainer(), lease.data(), steps, lease.seed(), weight, lease.devices(), lease.durationMillis());
    }
}

package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView.Phase;
import consort.ledger.json.JsonObject;
import consort.proto.CoordinatorMessage.MessageCase;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a run, from its first wait to its last entry. */
class RoundTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoWorkersAreConnected() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
    }

    @Test
    void completesWhenAllRoundsAreClosed() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        for (int round = 1; round <= 2; round++) {
            assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
            pool.work(acme);
            pool.work(beta);
        }
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.run(1).models()).hasSize(3);
    }

    @Test
    void sendsEachWorkerItsTask() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        assertThat(pool.last(acme).getTask().getLease()).isEqualTo(pool.lease(acme));
        assertThat(pool.last(beta).getTask().getModel()).isEqualTo(Pool.MODEL);
    }

    @Test
    void waitsForAFullCohortOnlyAsLongAsTheJobSays() throws IOException {
        pool.submit(Pool.job(1, 2, 3, 2));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.WAITING);
        pool.pass(5_000);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void abandonsTheRunWhenTooFewWorkersCome() throws IOException {
        pool.disconnect(beta);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(59_999);
        assertThat(pool.run(1).ended()).isEmpty();
        pool.pass(1);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.ABANDONED);
        assertThat(pool.run(1).ended().orElseThrow().cause()).contains("waited 60 s");
    }

    @Test
    void aRunThatWaitsForBusyWorkersIsNotAbandoned() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(90_000);
        assertThat(pool.run(2).phase()).isEqualTo(Phase.WAITING);
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(2).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void closesWithoutAStragglerWhenTheQuorumIsThere() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        long straggling = pool.lease(beta);
        pool.work(acme);
        pool.pass(99_999);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
        pool.pass(1);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.state().lease(straggling).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
        assertThat(pool.last(beta).getCancel().getLease()).isEqualTo(straggling);
    }

    @Test
    void entersAStragglersClaimAsLate() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        long straggling = pool.lease(beta);
        pool.work(acme);
        pool.pass(100_000);
        pool.offer(beta, pool.claim(beta, 1, straggling));
        assertThat(pool.last(beta).getMessageCase()).isEqualTo(MessageCase.RECEIPT);
        assertThat(pool.last(beta).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"late\"");
        assertThat(pool.state().acceptedMillis()).containsEntry("beta", 500L);
    }

    @Test
    void aShortAbsenceCostsNothing() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long lease = pool.lease(beta);
        pool.disconnect(beta);
        pool.pass(19_999);
        pool.connect(beta, lease);
        pool.pass(50_000);
        assertThat(pool.lease(beta)).isEqualTo(lease);
        assertThat(pool.last(beta).getMessageCase()).as("the worker has the task already").isEqualTo(MessageCase.WELCOME);
    }

    @Test
    void sendsTheTaskAgainToAWorkerThatLostIt() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.disconnect(beta);
        pool.connect(beta);
        assertThat(pool.last(beta).getTask().getLease()).isEqualTo(pool.lease(beta));
    }

    @Test
    void abandonsARoundWhoseQuorumIsLostAndThenTheRun() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.disconnect(beta);
        pool.work(acme);
        pool.pass(20_000);
        assertThat(pool.run(1).abandonedInRow()).isEqualTo(1);
        pool.connect(beta);
        assertThat(pool.run(1).roundsOpened()).isEqualTo(2);
        pool.handBack(beta, pool.lease(beta));
        pool.work(acme);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void aJobThatRanIsNotStartedAgainUnlessThatIsSaid() throws IOException {
        assertThat(pool.submit(Pool.job(1, 2, 2, 2))).isEqualTo(1);
        long size = pool.state().size();
        assertThat(pool.ask(pool.submission(Pool.job(1, 2, 2, 2))))
                .isInstanceOfSatisfying(Reply.Submitted.class, again -> {
                    assertThat(again.run()).isEqualTo(1);
                    assertThat(again.already()).isTrue();
                });
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(pool.submit(Pool.job(2, 2, 2, 2))).as("another job").isEqualTo(2);
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        size = pool.state().size();
        assertThat(submitted(OptionalLong.empty())).as("it ended, and the answer may have been lost").isEqualTo("1 already ended");
        assertThat(pool.ask(submission(OptionalLong.of(2)))).isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND,
                "run 2 is no run of this job; its last one is run 1"));
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(submitted(OptionalLong.of(1))).isEqualTo("3");
        assertThat(submitted(OptionalLong.of(1))).isEqualTo("3 already");
        pool.ask(new Event.StopRun(pool.ticket(), 3, "enough"));
        assertThat(submitted(OptionalLong.of(1))).as("the run after the first").isEqualTo("3 already ended");
        assertThat(submitted(OptionalLong.of(3))).isEqualTo("4");
    }

    private Event.SubmitJob submission(OptionalLong after) {
        return new Event.SubmitJob(pool.ticket(), "operator", pool.submission(Pool.job(1, 2, 2, 2)).job(), false, after);
    }

    private String submitted(OptionalLong after) throws IOException {
        Reply.Submitted reply = (Reply.Submitted) pool.ask(submission(after));
        return reply.run() + (reply.already() ? " already" : "") + (reply.ended() ? " ended" : "");
    }

    @Test
    void aJobWhoseModelIsCheckedTwiceAtOnceIsStartedOnce() throws IOException {
        byte[] job = pool.submission(Pool.job(1, 2, 2, 2)).job();
        Event.Purpose purpose = new Event.Purpose(Optional.of("operator"), false, OptionalLong.empty());
        pool.step(new Event.ModelChecked(pool.ticket(), job, purpose, Pool.FIT),
                new Event.ModelChecked(pool.ticket(), job, purpose, Pool.FIT));
        assertThat(pool.state().runs()).hasSize(1);
    }

    @Test
    void refusedUpdatesDoNotCountForTheQuorum() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.work(acme);
        pool.verdict = new Event.UpdateVerdict.Unfit("not-finite", "tensor w holds NaN");
        pool.work(beta);
        assertThat(pool.run(1).abandonedInRow()).isEqualTo(1);
    }

    @Test
    void anAggregationThatFailsAbandonsTheRound() throws IOException {
        pool.aggregates = false;
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.AGGREGATING);
        pool.step(new Event.Aggregated(1, 1, new Event.AggregationResult.Failed("no room")));
        assertThat(pool.run(1).abandonedInRow()).isEqualTo(1);
    }

    @Test
    void measuresEachModelBeforeTheNextRound() throws IOException {
        pool.submit(evaluated());
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.EVALUATING);
        pool.work(acme);
        assertThat(pool.run(1).latest().accuracyMillionths()).hasValue(800_000);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void anEvaluationThatFailsOrTimesOutDoesNotStopTheRun() throws IOException {
        pool.submit(evaluated());
        pool.work(acme);
        pool.work(beta);
        pool.offer(acme, pool.claim(acme, 2, pool.lease(acme), UsageClaim.Outcome.FAILED, Optional.empty()));
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.EVALUATING);
        pool.pass(30_000);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.run(1).models()).noneMatch(model -> model.accuracyMillionths().isPresent());
    }

    @Test
    void givesAnEvaluationUpWhenNobodyOffersTheSet() throws IOException {
        pool.submit(evaluated());
        pool.work(acme);
        pool.disconnect(acme);
        pool.work(beta);
        pool.disconnect(beta);
        pool.pass(20_000);
        pool.pass(100);
        assertThat(pool.run(1).phase()).isIn(Phase.WAITING, Phase.EVALUATING);
        pool.pass(60_000);
        pool.pass(60_000);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void aStoppedRunEndsItsLeasesAndKeepsItsLastModel() throws IOException {
        pool.submit(Pool.job(3, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
        String model = pool.run(1).model();
        long end = pool.state().size() + 2;
        assertThat(pool.ask(new Event.StopRun(pool.ticket(), 1, "enough")))
                .isEqualTo(new Reply.Changed(OptionalLong.of(end), false));
        assertThat(pool.ask(new Event.StopRun(pool.ticket(), 1, "once more")))
                .isEqualTo(new Reply.Changed(OptionalLong.empty(), true));
        assertThat(pool.run(1).ended().orElseThrow()).extracting(RunEnded::outcome, RunEnded::model, RunEnded::cause)
                .containsExactly(RunEnded.Outcome.STOPPED, model, "enough");
        assertThat(pool.state().openLeases()).isEmpty();
        assertThat(pool.last(acme).getCancel().getReason()).isEqualTo("run-ended");
    }

    @Test
    void aSumThatComesBackAfterTheStopIsDropped() throws IOException {
        pool.aggregates = false;
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
        Effect.Aggregate sum = (Effect.Aggregate) pool.released.getLast();
        pool.ask(new Event.StopRun(pool.ticket(), 1, "enough"));
        pool.step(Pool.summed(sum));
        assertThat(pool.run(1).models()).hasSize(1);
    }

    @Test
    void servesAModelOnlyOnceItsEntryIsInACheckpoint() throws IOException {
        assertThat(pool.engine.published().serves(Pool.MODEL)).isFalse();
        pool.submit(Pool.job(2, 2, 2, 2));
        assertThat(pool.engine.published().serves(Pool.MODEL)).isTrue();
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.engine.published().serves(pool.run(1).model())).isTrue();
        assertThat(pool.engine.published().checkpointSize()).isGreaterThan(pool.run(1).latest().index());
    }

    private static JsonObject.Builder evaluated() {
        return Pool.job(2, 2, 2, 2).put("evaluate", JsonObject.builder().put("data", "test").put("seconds", 30).build());
    }
}

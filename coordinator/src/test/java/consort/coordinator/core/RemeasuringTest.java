package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView;
import consort.proto.CoordinatorMessage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that were measured at joining are asked to measure themselves again: here always, once a task is done. */
class RemeasuringTest {

    private static final long ANSWER_MILLIS = 60_000;
    private static final long HOUR = 3_600_000;

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoMeasuredMembers() throws IOException {
        pool = Pool.withReference();
        acme = pool.member("acme");
        beta = pool.member("beta");
        measure(acme, 2_000);
        measure(beta, 2_000);
        asking(new MeasuringPolicy(1000, 0, ANSWER_MILLIS));
    }

    /** A coordinator that asks so, and both workers. */
    private void asking(MeasuringPolicy policy) throws IOException {
        pool.measuring = policy;
        pool.restart();
        pool.measures = List.of("cnn");
        pool.connect(beta);
        pool.connect(acme);
    }

    private void measure(WorkerId worker, long wallMillis) throws IOException {
        measure(worker, "cnn", wallMillis);
    }

    private void measure(WorkerId worker, String trainer, long wallMillis) throws IOException {
        byte[] entry = Entries.sign("example.org", new Benchmark(pool.now().wallMillis(), worker.organization(), worker.worker(),
                pool.nextSeq(worker), trainer, 10, wallMillis, 1, Pool.MODEL), Pool.workerKey(worker));
        assertThat(pool.ask(new Event.AppendEntry(pool.ticket(), Subject.of(worker), entry))).isInstanceOf(Reply.Receipt.class);
    }

    /** How often a worker was asked so far. */
    private long asked(WorkerId worker) {
        return pool.sent.stream().filter(send -> send.worker().equals(worker)).map(Effect.Send::message)
                .filter(CoordinatorMessage::hasBenchmarkWanted).count();
    }

    private String status() throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }

    /** It trains, and does what it is asked for. */
    private void workAndMeasure(WorkerId worker) throws IOException {
        long before = asked(worker);
        pool.work(worker);
        if (asked(worker) > before) {
            measure(worker, 2_000);
        }
    }

    private void oneRound() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(1_000);
        pool.work(acme);
    }

    @Test
    void isAskedAfterATaskAndGetsNoneUntilItMeasuredItself() throws IOException {
        oneRound();
        assertThat(asked(acme)).isEqualTo(1);
        assertThat(status()).contains("\"benchmarkAsked\":{\"overdue\":false,\"trainer\":\"cnn\"}");
        workAndMeasure(beta);
        assertThat(asked(beta)).isEqualTo(1);
        pool.pass(10_000);
        assertThat(pool.run(1).phase()).as("two are needed").isEqualTo(RunView.Phase.WAITING);
        measure(acme, 4_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
        assertThat(status()).doesNotContain("benchmarkAsked");
        assertThat(pool.state().lease(pool.lease(acme)).orElseThrow().scoreMilli()).as("the new one counts from now on").isEqualTo(500);
    }

    @Test
    void whoDoesNotAnswerCountsAsNotMeasuredUntilItDoes() throws IOException {
        oneRound();
        workAndMeasure(beta);
        pool.pass(ANSWER_MILLIS);
        assertThat(status()).contains("\"overdue\":true", "1 without the benchmark of cnn");
        measure(acme, 2_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void aRunWaitsForWhoIsAwayToMeasureItself() throws IOException {
        oneRound();
        pool.disconnect(acme);
        workAndMeasure(beta);
        pool.pass(10_000);
        assertThat(status()).contains("1 doing the benchmark again");
        pool.connect(acme);
        assertThat(asked(acme)).as("the question may have been lost").isEqualTo(2);
        measure(acme, 2_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void whoMeasuresItselfNoMoreIsNotWaitedFor() throws IOException {
        oneRound();
        pool.measures = List.of();
        pool.connect(acme);
        assertThat(asked(acme)).isEqualTo(1);
        assertThat(status()).contains("\"overdue\":true");
    }

    @Test
    void sayingThatItMeasuresNothingKeepsNoWorkerFromOwingIt() throws IOException {
        pool.measures = List.of();
        pool.connect(acme);
        oneRound();
        assertThat(asked(acme)).as("it would not do it").isZero();
        workAndMeasure(beta);
        pool.pass(10_000);
        assertThat(status()).contains("\"overdue\":true", "1 without the benchmark of cnn");
        pool.measures = List.of("cnn");
        pool.connect(acme);
        assertThat(asked(acme)).as("owed still").isEqualTo(1);
        assertThat(status()).contains("\"overdue\":true");
        measure(acme, 2_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void leavingBetweenClaimAndVerdictPutsItOffUntilTheWorkerIsBack() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(1_000);
        pool.holdChecks = true;
        long seq = pool.nextSeq(acme);
        pool.work(acme);
        pool.disconnect(acme);
        pool.step(new Event.UpdateChecked(acme, seq, pool.verdict));
        pool.holdChecks = false;
        assertThat(asked(acme)).isZero();
        workAndMeasure(beta);
        pool.connect(acme);
        assertThat(asked(acme)).isEqualTo(1);
        pool.pass(10_000);
        assertThat(pool.run(1).phase()).as("two are needed").isEqualTo(RunView.Phase.WAITING);
        measure(acme, 2_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void whatAWorkerEntersUnaskedPutsNoQuestionOff() throws IOException {
        asking(new MeasuringPolicy(1000, HOUR, ANSWER_MILLIS));
        pool.submit(Pool.job(4, 2, 2, 2));
        pool.pass(1_000);
        workAndMeasure(acme);
        workAndMeasure(beta);
        assertThat(asked(acme)).as("measured for the first time lately").isZero();
        measure(acme, 2_000);
        workAndMeasure(acme);
        assertThat(asked(acme)).as("a second one that nobody asked for").isEqualTo(1);
        workAndMeasure(beta);
        workAndMeasure(acme);
        assertThat(asked(acme)).as("asked lately").isEqualTo(1);
        pool.pass(HOUR);
        measure(acme, 2_000);
        workAndMeasure(beta);
        pool.work(acme);
        assertThat(asked(acme)).isEqualTo(2);
    }

    @Test
    void theFirstBenchmarkOfAnotherTrainerIsNoSecondOne() throws IOException {
        pool = Pool.withTwoReferences();
        acme = pool.member("acme");
        beta = pool.member("beta");
        asking(new MeasuringPolicy(1000, HOUR, ANSWER_MILLIS));
        for (WorkerId worker : List.of(acme, beta)) {
            measure(worker, "rnn", 2_000);
            measure(worker, "cnn", 2_000);
        }
        oneRound();
        assertThat(asked(acme)).as("measured for the first time lately").isZero();
        measure(beta, "rnn", 2_000);
        workAndMeasure(beta);
        assertThat(asked(beta)).as("a second one of the other trainer").isZero();
    }

    /** It would wait half an hour with an answer that nobody needs. */
    @Test
    void whoAnsweredBeforeARestartIsNotAskedAgainSoon() throws IOException {
        asking(new MeasuringPolicy(1000, HOUR, ANSWER_MILLIS));
        pool.pass(HOUR);
        pool.submit(Pool.job(4, 2, 2, 2));
        pool.pass(1_000);
        workAndMeasure(acme);
        workAndMeasure(beta);
        assertThat(asked(acme)).isEqualTo(1);
        asking(new MeasuringPolicy(1000, HOUR, ANSWER_MILLIS));
        pool.pass(1_000);
        workAndMeasure(acme);
        workAndMeasure(beta);
        assertThat(asked(acme)).as("entered before the restart, and lately").isEqualTo(1);
        pool.pass(HOUR);
        pool.work(acme);
        assertThat(asked(acme)).isEqualTo(2);
    }

    @Test
    void nobodyIsAskedWhoWasMeasuredLatelyOrMayEnterNoMore() throws IOException {
        asking(new MeasuringPolicy(1000, HOUR, ANSWER_MILLIS));
        oneRound();
        assertThat(asked(acme)).as("lately").isZero();
        pool.work(beta);
        while (pool.state().workers().get(acme).benchmarked() < Limits.MAX_BENCHMARKS_PER_WORKER) {
            measure(acme, 2_000);
        }
        asking(new MeasuringPolicy(1000, 0, ANSWER_MILLIS));
        pool.work(acme);
        assertThat(asked(acme)).as("no more").isZero();
    }

    @Test
    void chanceDecides() throws IOException {
        asking(new MeasuringPolicy(200, 0, ANSWER_MILLIS));
        pool.submit(Pool.job(40, 2, 2, 2));
        int measured = 0;
        for (int i = 0; i < 40; i++) {
            pool.pass(1_000);
            long before = asked(acme);
            workAndMeasure(acme);
            workAndMeasure(beta);
            measured += asked(acme) > before ? 1 : 0;
        }
        assertThat(measured).as("of 40 tasks, with the pool's seed").isBetween(2, 16);
    }
}

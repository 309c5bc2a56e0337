package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The charter has a reference speed, and a job's workers were measured or not. */
class BenchmarkTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void twoMembers() throws IOException {
        pool = Pool.withReference();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
    }

    private Reply append(WorkerId signer, byte[] entry) throws IOException {
        return pool.ask(new Event.AppendEntry(pool.ticket(), Subject.of(signer), entry));
    }

    private byte[] benchmark(WorkerId worker, String trainer, long steps, long wallMillis) {
        return Entries.sign("example.org", new Benchmark(pool.now().wallMillis(), worker.organization(), worker.worker(),
                pool.nextSeq(worker), trainer, steps, wallMillis, 1, Pool.MODEL), Pool.workerKey(worker));
    }

    private Reply measure(WorkerId worker, long wallMillis) throws IOException {
        return append(worker, benchmark(worker, "cnn", 10, wallMillis));
    }

    private void refused(Reply reply, String why) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refusal -> assertThat(refusal.message()).contains(why));
    }

    @Test
    void nobodyTrainsBeforeItWasMeasuredAndTheStatusSaysSo() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        measure(acme, 2_000);
        pool.pass(10_000);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.WAITING);
        String status = ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
        assertThat(status).contains("1 connected, 1 free, 1 without the benchmark of cnn", "\"scoreMilli\":1000");
        measure(beta, 4_000);
        assertThat(pool.run(1).phase()).as("at once").isEqualTo(RunView.Phase.TRAINING);
    }

    @Test
    void aBenchmarkIsAnsweredAgainButNotEnteredAgain() throws IOException {
        byte[] entry = benchmark(acme, "cnn", 10, 2_000);
        Reply first = append(acme, entry);
        long size = pool.state().size();
        assertThat(append(acme, entry)).isInstanceOf(Reply.Receipt.class).usingRecursiveComparison().isEqualTo(first);
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(pool.state().workers().get(acme).benchmarked()).isEqualTo(1);
    }

    @Test
    void whatIsNotTheChartersIsRefusedAndTakesNoPlace() throws IOException {
        refused(append(acme, benchmark(acme, "gpt", 10, 2_000)), "no reference speed of trainer gpt");
        refused(append(acme, benchmark(acme, "cnn", 11, 2_000)), "has 10 steps, not 11");
        refused(append(beta, benchmark(acme, "cnn", 10, 2_000)), "not an entry that");
        assertThat(measure(acme, 2_000)).isInstanceOf(Reply.Receipt.class);
        for (int i = 1; i < Limits.MAX_BENCHMARKS_PER_WORKER; i++) {
            measure(acme, 2_000 + i);
        }
        refused(measure(acme, 1_000), "no more are entered");
    }

    @Test
    void whoWasEvictedEntersNoneUntilItIsReadmitted() throws IOException {
        byte[] before = benchmark(acme, "cnn", 10, 2_000);
        Reply first = append(acme, before);
        stand(Optional.of("w1"), Standing.Level.EVICTED);
        refused(measure(acme, 1_000), "worker acme/w1 was evicted by the operator: because");
        assertThat(append(acme, before)).as("what was entered before").usingRecursiveComparison().isEqualTo(first);
        stand(Optional.of("w1"), Standing.Level.ACTIVE);
        stand(Optional.empty(), Standing.Level.EVICTED);
        refused(measure(acme, 1_000), "organization acme was evicted by the operator: because");
        assertThat(measure(beta, 1_000)).isInstanceOf(Reply.Receipt.class);
        stand(Optional.empty(), Standing.Level.ACTIVE);
        assertThat(measure(acme, 1_000)).isInstanceOf(Reply.Receipt.class);
    }

    private void stand(Optional<String> worker, Standing.Level level) throws IOException {
        assertThat(pool.ask(new Event.SetStanding(pool.ticket(), "acme", worker, level, "because"))).isInstanceOf(Reply.Changed.class);
    }

    @Test
    void aBenchmarkDoesNotTakeThePlaceOfAClaimThatIsBeingChecked() throws IOException {
        measure(acme, 2_000);
        measure(beta, 4_000);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.holdChecks = true;
        pool.offer(acme, pool.claim(acme, pool.nextSeq(acme), pool.lease(acme)));
        refused(measure(acme, 2_000), "is being checked");
        pool.step(new Event.UpdateChecked(acme, pool.nextSeq(acme), pool.verdict));
        assertThat(measure(acme, 2_000)).isInstanceOf(Reply.Receipt.class);
    }

    @Test
    void workIsCreditedByTheScoreAlsoAfterARestart() throws IOException {
        measure(acme, 2_000);
        measure(beta, 4_000);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(1_000);
        pool.work(acme);
        pool.restart();
        pool.connect(beta, pool.lease(beta));
        pool.work(beta);
        assertThat(List.of(pool.state().normalizedMillis("acme"), pool.state().normalizedMillis("beta")))
                .as("a second each, at scores 1 and 1/2").containsExactly(1_000L, 500L);
    }

    @Test
    void whoBoastsOfItsSpeedIsToldWhatWasCut() throws IOException {
        measure(acme, 1);
        measure(beta, 2_000);
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.pass(5_000);
        pool.work(acme);
        String receipt = pool.last(acme).getReceipt().getObservation().toStringUtf8();
        assertThat(receipt).contains("\"reduction\":\"beyond-work\"", "\"scoreMilli\":1000000");
        assertThat(((Observation) Entries.parse(pool.last(acme).getReceipt().getObservation().toByteArray()).body())
                .acceptedMillis()).isEqualTo(1);
        assertThat(pool.state().normalizedMillis("acme")).as("five steps take the reference device a second").isLessThanOrEqualTo(1_100);
    }
}

package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Entries;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose model is not stored. */
class LatestModelTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;

    @BeforeEach
    void openTheSecondRound() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(3, 2, 2, 2));
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).round().orElseThrow().round()).isEqualTo(2);
    }

    @Test
    void endAtTheStartWithACauseThatNamesTheModel() throws IOException {
        String lost = pool.run(1).model();
        long lease = pool.lease(acme);
        pool.gone.add(lost);
        pool.restart();
        pool.step();
        assertThat(ended().outcome()).isEqualTo(RunEnded.Outcome.ABANDONED);
        assertThat(ended().cause()).contains("the model of round 1", lost, "submit --model FILE");
        assertThat(pool.state().lease(lease).orElseThrow().ended()).contains(LeaseEnded.Reason.RUN_ENDED);
        assertThat(((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json()).contains("round 1, " + lost);
        pool.connect(acme);
        pool.connect(beta);
        pool.pass(100);
        assertThat(pool.state().openLeases()).isEmpty();
    }

    @Test
    void endAsSoonAsARestoredCoordinatorGoesOn() throws IOException {
        pool.gone.add(pool.run(1).model());
        pool.replaceBy(pool.restored(OptionalInt.of(0)));
        assertThat(pool.run(1).ended()).isEmpty();
        pool.step();
        assertThat(ended().outcome()).isEqualTo(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void endAtTheStartWhenTheirSumIsDue() throws IOException {
        pool.aggregates = false;
        pool.work(acme);
        pool.work(beta);
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.AGGREGATING);
        pool.gone.add(pool.run(1).model());
        pool.restart();
        pool.step();
        assertThat(ended().outcome()).isEqualTo(RunEnded.Outcome.ABANDONED);
    }

    @Test
    void takeNoStepBeforeTheirModelWasFound() throws IOException {
        pool.finds = false;
        pool.restart();
        long size = pool.state().size();
        pool.connect(acme);
        pool.connect(beta);
        pool.pass(3_600_000);
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json()).contains("looks for its model");
        pool.step(new Event.ModelLookedFor(1, pool.run(1).model(), true));
        assertThat(pool.state().size()).isGreaterThan(size);
    }

    @Test
    void endWhenTheCheckOfAnUpdateMissesTheModelAndPayTheClaimAsLate() throws IOException {
        byte[] claim = pool.claim(acme, pool.nextSeq(acme), pool.lease(acme));
        pool.gone.add(pool.run(1).model());
        pool.verdict = new Event.UpdateVerdict.Missing();
        pool.offer(acme, claim);
        assertThat(ended().outcome()).isEqualTo(RunEnded.Outcome.ABANDONED);
        pool.offer(acme, claim);
        assertThat(pool.last(acme).hasReceipt()).isTrue();
        assertThat(Entries.parse(pool.engine.log().entry(pool.state().size() - 1)).body()).isInstanceOfSatisfying(Observation.class,
                observation -> assertThat(observation.reason()).contains("late"));
    }

    @Test
    void endWhenTheSumMissesTheModel() throws IOException {
        pool.aggregates = false;
        pool.work(acme);
        pool.work(beta);
        pool.gone.add(pool.run(1).model());
        pool.step(new Event.Aggregated(1, 2, new Event.AggregationResult.Failed("the model is not stored")));
        assertThat(ended().cause()).contains(pool.run(1).model());
    }

    @Test
    void goOnWithAnotherRoundWhenOnlyAnUpdateIsMissing() throws IOException {
        pool.aggregates = false;
        pool.work(acme);
        pool.work(beta);
        pool.step(new Event.Aggregated(1, 2, new Event.AggregationResult.Failed("the update is not stored")));
        assertThat(pool.run(1).round().orElseThrow().round()).isEqualTo(3);
    }

    private RunEnded ended() {
        return pool.run(1).ended().orElseThrow();
    }
}

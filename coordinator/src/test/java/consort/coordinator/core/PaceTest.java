package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RunView.Phase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long a task may take follows from how its worker gets on; and who does not get on is replaced. A lease has 100 s here, an
 * absence 20 s, and an update up to 1,000 bytes.
 */
class PaceTest {

    /** A second's share of an update that takes not quite four times the lease. */
    private static final long SLOW_BYTES = 3;

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
    void aNeededWorkerThatGoesOnGetsMoreTime() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.work(acme);
        for (int step = 1; step <= 15; step++) {
            pool.pass(19_000);
            pool.progress(beta, step);
        }
        pool.work(beta);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    @Test
    void butNotWhenItStops() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long slow = pool.lease(beta);
        pool.work(acme);
        pool.pass(99_000);
        pool.progress(beta, 1);
        pool.pass(19_999);
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
        pool.pass(1);
        assertThat(pool.state().lease(slow).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void norWithoutBound() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long slow = pool.lease(beta);
        pool.work(acme);
        for (int step = 1; step <= 39; step++) {
            pool.pass(10_000);
            pool.progress(beta, step);
        }
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
        pool.pass(10_000);
        assertThat(pool.state().lease(slow).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void norWhereTheQuorumIsThereWithoutIt() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        pool.work(acme);
        pool.pass(99_000);
        pool.progress(beta, 3);
        pool.pass(1_000);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    @Test
    void whoIsNotNeededAndTooSlowGetsHalfTheStepsTheNextTimeAndAllWhenItIsQuick() throws IOException {
        pool.submit(Pool.job(3, 2, 2, 1).put("leastSteps", 1));
        pool.work(acme);
        pool.pass(99_000);
        pool.progress(beta, 4);
        pool.pass(1_000);
        assertThat(steps(acme)).isEqualTo(5);
        assertThat(steps(beta)).isEqualTo(2);
        assertThat(status()).contains("\"trouble\":\"train task in run 1, round 1 was not done within 100 s\"", "\"steps\":5", "{\"assignedSteps\":2,\"connected\":true,\"organization\":\"beta\"");
        pool.work(acme);
        pool.work(beta);
        assertThat(steps(beta)).isEqualTo(5);
        assertThat(status()).doesNotContain("trouble");
    }

    private long steps(WorkerId worker) {
        return pool.state().openLeaseOf(worker).orElseThrow().lease().steps();
    }

    @Test
    void aWorkerThatIsSilentForLongerThanItsTasksTakeIsNotWaitedFor() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(10_000);
        pool.work(acme);
        pool.work(beta);
        long silent = pool.lease(beta);
        pool.work(acme);
        pool.pass(29_999);
        assertThat(pool.state().lease(silent).orElseThrow().open()).isTrue();
        pool.pass(1);
        assertThat(pool.state().lease(silent).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
        assertThat(status()).contains("\"trouble\":\"train task in run 1, round 2 silent for 30 s, where the one before took 10 s\"");
    }

    @Test
    void eachStepItReportsIsASignOfLife() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(10_000);
        pool.work(acme);
        pool.work(beta);
        long slow = pool.lease(beta);
        pool.pass(25_000);
        pool.progress(beta, 1);
        pool.pass(29_999);
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
    }

    @Test
    void aSlowUploadIsASignOfLifeToo() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.pass(10_000);
        pool.work(acme);
        pool.work(beta);
        long slow = pool.lease(beta);
        for (int second = 0; second < 60; second++) {
            pool.pass(1_000);
            pool.move(beta, SLOW_BYTES);
        }
        pool.pass(29_999);
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
        pool.pass(1);
        assertThat(pool.state().lease(slow).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void aNeededWorkerThatStillUploadsWhenItsTimeIsUpGoesOn() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        pool.work(acme);
        for (int second = 0; second < 300; second++) {
            pool.pass(1_000);
            pool.move(beta, SLOW_BYTES);
        }
        pool.work(beta);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    @Test
    void butATrickleThatNeverCouldBringAnUpdateIsNoSign() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long trickling = pool.lease(beta);
        pool.work(acme);
        for (int second = 0; second < 99; second++) {
            pool.pass(1_000);
            pool.move(beta, SLOW_BYTES - 1);
        }
        assertThat(pool.state().lease(trickling).orElseThrow().open()).isTrue();
        pool.pass(1_000);
        assertThat(pool.state().lease(trickling).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void anUploadThatBeginsAfterALongTrainingCountsFromItsBeginning() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long slow = pool.lease(beta);
        pool.work(acme);
        pool.pass(90_000);
        for (int second = 0; second < 30; second++) {
            pool.pass(1_000);
            pool.move(beta, SLOW_BYTES);
        }
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
    }

    @Test
    void norDoesAnUploadHoldARoundWithoutBound() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        long slow = pool.lease(beta);
        pool.work(acme);
        for (int second = 0; second < 399; second++) {
            pool.pass(1_000);
            pool.move(beta, SLOW_BYTES);
        }
        assertThat(pool.state().lease(slow).orElseThrow().open()).isTrue();
        pool.pass(1_000);
        assertThat(pool.state().lease(slow).orElseThrow().ended()).contains(LeaseEnded.Reason.EXPIRED);
    }

    @Test
    void whatACoordinatorDidNotSeeFromItsBeginningMeasuresNothing() throws IOException {
        pool.submit(Pool.job(2, 2, 2, 2));
        List<Long> held = List.of(pool.lease(acme), pool.lease(beta));
        pool.pass(90_000);
        pool.restart();
        pool.connect(acme, held.get(0));
        pool.connect(beta, held.get(1));
        pool.pass(1_000);
        pool.work(acme);
        pool.work(beta);
        pool.pass(99_000);
        assertThat(pool.run(1).phase()).isEqualTo(Phase.TRAINING);
        assertThat(pool.run(1).round().orElseThrow().openLeases()).isEqualTo(2);
    }

    @Test
    void aFreeWorkerTakesPartInPlaceOfOneThatIsGone() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        WorkerId carol = pool.member("carol");
        pool.connect(carol);
        long gone = pool.lease(beta);
        pool.disconnect(beta);
        pool.work(acme);
        assertThat(pool.state().openLeaseOf(carol)).isEmpty();
        pool.pass(20_000);
        assertThat(pool.state().lease(gone).orElseThrow().ended()).contains(LeaseEnded.Reason.DROPOUT);
        assertThat(pool.run(1).round().orElseThrow().workers()).containsExactly(acme, beta, carol);
        pool.connect(beta);
        pool.offer(beta, pool.claim(beta, 1, gone));
        assertThat(pool.last(beta).getReceipt().getObservation().toStringUtf8()).contains("\"reason\":\"late\"");
        pool.work(carol);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    @Test
    void aFreeWorkerTakesPartInPlaceOfOneWhoseTrainerFailed() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 2));
        WorkerId carol = pool.member("carol");
        pool.connect(carol);
        pool.work(acme);
        pool.fail(beta);
        pool.work(carol);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        assertThat(pool.run(1).roundsOpened()).isEqualTo(1);
    }

    @Test
    void nobodyIsReplacedAsLongAsTheQuorumCanBeReached() throws IOException {
        pool.submit(Pool.job(1, 2, 2, 1));
        WorkerId carol = pool.member("carol");
        pool.connect(carol);
        pool.fail(beta);
        pool.work(acme);
        assertThat(pool.state().openLeaseOf(carol)).isEmpty();
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    private String status() throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }
}

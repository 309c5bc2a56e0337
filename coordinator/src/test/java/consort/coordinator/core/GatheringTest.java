package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a run waits for more workers than it needs. */
class GatheringTest {

    private static final long GATHER_MILLIS = 5_000;

    private Pool pool;
    private List<WorkerId> workers;

    @BeforeEach
    void threeWorkersAreConnectedOfFourThatTheRunWouldTake() throws IOException {
        pool = new Pool();
        workers = new ArrayList<>(List.of(pool.member("acme"), pool.member("beta"), pool.member("carol")));
        for (WorkerId worker : workers) {
            pool.connect(worker);
        }
        pool.submit(Pool.job(9, 1, 4, 1));
        assertThat(round()).isZero();
        pool.pass(GATHER_MILLIS);
        assertThat(round()).isEqualTo(1);
    }

    @Test
    void waitsForSomebodyWhoIsNotThereOnce() throws IOException {
        workAll();
        assertThat(round()).isEqualTo(2);
        workAll();
        assertThat(round()).isEqualTo(3);
    }

    @Test
    void waitsOnceMoreForSomebodyWhoWasLost() throws IOException {
        pool.disconnect(workers.getLast());
        workers.removeLast();
        workAll();
        pool.pass(20_000);
        assertThat(round()).isZero();
        pool.pass(GATHER_MILLIS);
        assertThat(round()).isEqualTo(2);
        workAll();
        assertThat(round()).as("nobody else is missing now").isEqualTo(3);
    }

    @Test
    void takesWhoeverComesBackMeanwhile() throws IOException {
        pool.connect(pool.member("dave"));
        assertThat(cohort()).hasSize(3);
        workAll();
        assertThat(cohort()).hasSize(4);
    }

    @Test
    void waitsAgainAfterARoundThatWasAbandoned() throws IOException {
        for (WorkerId worker : workers) {
            pool.handBack(worker, pool.lease(worker));
        }
        assertThat(round()).isZero();
        pool.pass(GATHER_MILLIS);
        assertThat(round()).isEqualTo(2);
    }

    @Test
    void waitsAgainAfterARestartForWorkersThatComeBack() throws IOException {
        workAll();
        pool.restart();
        pool.connect(workers.getFirst(), pool.lease(workers.getFirst()));
        pool.work(workers.getFirst());
        pool.pass(20_000);
        assertThat(round()).isZero();
    }

    /** The round that is open; 0 for none. */
    private long round() {
        return pool.run(1).round().map(RoundView::round).orElse(0L);
    }

    private List<WorkerId> cohort() {
        return pool.run(1).round().map(RoundView::workers).orElseThrow().stream().toList();
    }

    private void workAll() throws IOException {
        for (WorkerId worker : workers) {
            if (pool.state().openLeaseOf(worker).isPresent()) {
                pool.work(worker);
            }
        }
        pool.pass(100);
    }
}

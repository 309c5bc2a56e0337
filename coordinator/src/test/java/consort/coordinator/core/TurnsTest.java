package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.RunEnded;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several runs share the same workers. */
class TurnsTest {

    private Pool pool;
    private List<WorkerId> workers;

    @BeforeEach
    void threeWorkersAreConnected() throws IOException {
        pool = new Pool();
        workers = List.of(pool.member("acme"), pool.member("beta"), pool.member("carol"));
        for (WorkerId worker : workers) {
            pool.connect(worker);
        }
    }

    @Test
    void twoRunsThatWantAllWorkersTakeTurns() throws IOException {
        pool.submit(Pool.job(3, 3, 3, 3));
        pool.submit(Pool.job(3, 3, 3, 2));
        List<Long> order = new ArrayList<>();
        while (pool.state().runs().values().stream().anyMatch(run -> run.ended().isEmpty())) {
            order.add(runOf(workers.getFirst()));
            workAll();
        }
        assertThat(order).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
        requireCompleted(1, 2);
    }

    @Test
    void aRunThatNeedsAllWorkersIsNotStarvedByOneThatTakesWhatItGets() throws IOException {
        pool.submit(Pool.job(20, 1, 2, 1));
        long all = pool.submit(Pool.job(2, 3, 3, 3));
        pool.submit(Pool.job(21, 1, 2, 1));
        int steps = 0;
        while (pool.run(all).ended().isEmpty()) {
            assertThat(++steps).as("tasks until the run is through").isLessThan(30);
            // One at a time, so that the greedy runs' rounds overlap and never leave all workers free by themselves.
            WorkerId busy = workers.get(steps % 3);
            if (pool.state().openLeaseOf(busy).isPresent()) {
                pool.work(busy);
            }
            pool.pass(2_000);
        }
        assertThat(pool.run(all).roundsClosed()).isEqualTo(2);
        for (int i = 0; i < 200; i++) {
            workAll();
            pool.pass(2_000);
        }
        requireCompleted(1, 3);
    }

    @Test
    void aRunThatGathersMoreWorkersKeepsThoseItHas() throws IOException {
        pool.disconnect(workers.getLast());
        pool.submit(Pool.job(1, 2, 3, 2));
        pool.submit(Pool.job(1, 1, 1, 1));
        assertThat(pool.state().openLeases()).isEmpty();
        assertThat(((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json())
                .contains("2 connected, 0 free, 2 kept for a run that waits longer");
        pool.pass(5_000);
        assertThat(pool.run(1).round()).isPresent();
    }

    @Test
    void aRunThatCannotOpenKeepsNobody() throws IOException {
        pool.member("absent");
        pool.submit(Pool.job(1, 4, 4, 4));
        pool.submit(Pool.job(1, 3, 3, 3));
        assertThat(pool.run(2).round()).isPresent();
    }

    private void workAll() throws IOException {
        for (WorkerId worker : workers) {
            if (pool.state().openLeaseOf(worker).isPresent()) {
                pool.work(worker);
            }
        }
    }

    private long runOf(WorkerId worker) {
        return pool.state().openLeaseOf(worker).orElseThrow().lease().run();
    }

    private void requireCompleted(long... runs) {
        for (long run : runs) {
            assertThat(pool.run(run).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
        }
    }
}

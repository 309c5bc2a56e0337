package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import consort.coordinator.core.BilledPool;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Memory;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.coordinator.core.Retention;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Standing.Level;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator reads on one screen. */
class StatusTextTest {

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
    void saysThatAllIsWell() throws IOException {
        stored(1000, 1_000_000, 1_000_000);
        pool.submit(Pool.job(4, 2, 2, 2));
        assertThat(screen()).startsWith("example.org/pool: healthy", "  ledger: 17 entries, 17 of them in the checkpoint")
                .contains("  disk: 1000 B of 1.0 MB for models and updates used, 1.0 MB free on the disk; runs under way add "
                        + "1200 B, which is enough")
                .contains("run 1 (job) running, 0 of 4 rounds closed, done in —")
                .noneMatch(line -> line.contains("missing"));
    }

    @Test
    void showsWhatIsLeftToDoAboutBills() throws IOException {
        BilledPool billed = new BilledPool();
        pool = billed.pool;
        long bill = billed.last();
        assertThat(screen()).contains("bill of period 1 (entry " + bill
                + "): can be disputed until 2023-12-14T22:13:20Z; accepted by 0 of 3");
        billed.dispute("beta", 1);
        billed.ack("acme");
        pool.pass(BilledPool.WINDOW_MILLIS);
        assertThat(screen()).contains("bill of period 1 (entry " + bill + "): 1 dispute is open; accepted by 1 of 3",
                "  dispute " + (bill + 1) + " of beta, about share: too much");
        billed.resolve(bill + 1, Resolution.Outcome.REJECTED);
        billed.settle(1);
        billed.confirm("acme", 2);
        assertThat(screen()).contains("bill of period 1 (entry " + bill + "): 1 payment not confirmed; accepted by 1 of 3",
                "  payment 1 (entry " + (bill + 4) + "): beta pays acme 30.00 EUR; not confirmed");
        pool.ask(new Event.Revoke(pool.ticket(), Subject.ofOrganization("acme"), "gone"));
        assertThat(screen()).contains("  payment 1 (entry " + (bill + 4)
                + "): beta pays acme 30.00 EUR; not confirmed, and acme was revoked and can confirm nothing");
        assertThat(screen()).noneMatch(line -> line.startsWith("  payment 2"));
    }

    @Test
    void saysWhenARunIsDoneAtThePaceOfItsRounds() throws IOException {
        pool.submit(Pool.job(4, 2, 2, 2));
        for (long seconds : new long[] {10, 70, 12}) {
            pool.pass(seconds * 1000);
            pool.work(acme);
            pool.work(beta);
        }
        assertThat(screen()).contains("run 1 (job) running, 3 of 4 rounds closed, done in about 12.0 s");
        pool.pass(5_000);
        assertThat(screen()).contains("run 1 (job) running, 3 of 4 rounds closed, done in about 7.0 s");
        pool.pass(60_000);
        assertThat(screen()).contains("run 1 (job) running, 3 of 4 rounds closed, done in about 0 s");
    }

    @Test
    void namesWhoIsMissingAndWhoWantsThem() throws IOException {
        pool.submit(Pool.job(4, 2, 2, 2));
        pool.disconnect(beta);
        pool.pass(15_000);
        assertThat(screen()).contains("  missing: beta/w1, away for 15.0 s, wanted by run 1");
        pool.restart();
        pool.connect(acme);
        pool.member("carol");
        assertThat(screen()).contains("  missing: carol/w1, not seen since the coordinator started");
    }

    @Test
    void saysWhatBecameOfAWorkersLastTaskAndOfAJobThatWasWithdrawn() throws IOException {
        pool = new Pool(1);
        acme = pool.member("acme");
        pool.connect(acme);
        String job = ((Reply.Submitted) pool.ask(pool.submission(Pool.job(1, 1, 1, 1)))).job();
        pool.ask(new Event.WithdrawJob(pool.ticket(), job, "another seed"));
        assertThat(screen()).contains("job job was withdrawn (entry " + (pool.state().size() - 1) + "): another seed: " + job);
        pool.approve("acme", ((Reply.Submitted) pool.ask(pool.submission(Pool.job(2, 1, 1, 1)))).job());
        pool.fail(acme);
        assertThat(screen()).contains("  worker acme/w1 connected, train in run 1, round 2; its last train task in run 1, round 1 failed:"
                + " trainer-crashed: the trainer ended before it answered (the worker's log says more)");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        pool.disconnect(beta);
        pool.submit(Pool.job(4, 2, 2, 2));
        stored(999_900, 1_000_000, 5_000_000);
        pool.pass(10_000);
        assertThat(screen()).startsWith("example.org/pool: NOT HEALTHY")
                .contains("  problem: run 1 is paused for lack of workers: it goes on by itself when enough are there, and is abandoned in 50 s")
                .contains("  problem: the disk is not enough: the runs under way need at least 1200 bytes more, and there is room for 100;"
                        + " make room, or raise blobs.maxTotalBytes")
                .anyMatch(line -> line.endsWith("TOO MUCH"));
    }

    @Test
    void saysThatTheMemoryMayBeTooSmall() throws IOException {
        Ephemeral.Surroundings known = Ephemeral.Surroundings.NONE;
        pool.surroundings = new Ephemeral.Surroundings(Map.of(), 0, known.storage(), new Memory(100L << 20, 110L << 20, 0, 1));
        assertThat(screen()).startsWith("example.org/pool: NOT HEALTHY").anyMatch(line -> line.startsWith(
                "  problem: memory is short: 12 entries take about 4 MiB, hostile peers could make it hold 100 MiB more"));
    }

    @Test
    void fitsOneScreenHoweverMuchThereWas() throws IOException {
        for (int i = 0; i < 40; i++) {
            pool.connect(pool.member("member" + i));
        }
        for (int run = 0; run < 50; run++) {
            pool.submit(Pool.job(4 + run, 2, 2, 2));
            pool.ask(new Event.StopRun(pool.ticket(), run + 1L, "enough"));
        }
        pool.submit(Pool.job(3, 2, 40, 2));
        assertThat(screen()).hasSizeLessThan(40)
                .contains("49 earlier runs are over; --json shows them", "  and 37 more organizations; --json shows all")
                .anyMatch(line -> line.startsWith("run 50 (job) stopped")).anyMatch(line -> line.startsWith("run 51 (job) running"));
    }

    @Test
    void showsStandingsAndPauses() throws IOException {
        pool.submit(Pool.job(4, 2, 3, 2));
        pool.ask(new Event.PauseRun(pool.ticket(), 1, "a move"));
        pool.ask(new Event.SetStanding(pool.ticket(), "acme", Optional.empty(), Level.DRAINING, "a move"));
        assertThat(screen()).contains("  worker acme/w1 connected, idle, draining", "  waiting: paused: a move");
    }

    /** Every blob has 100 bytes. */
    private void stored(long used, long max, long free) {
        pool.surroundings = new Ephemeral.Surroundings(Map.of(), 0,
                new Ephemeral.Storage(used, max, max, free, Retention.Policy.EVERYTHING, blob -> 100),
                Ephemeral.Surroundings.NONE.memory());
    }

    private List<String> screen() throws IOException {
        Reply.Status status = (Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()));
        return StatusText.lines(new ObjectMapper().readTree(status.json()), 0);
    }
}

package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Finding;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is promised of a restart, of programs as they are, killed in the middle of short rounds: the run goes on within ten seconds of
 * it, and no task is done again but those that were in the hands of a worker that died.
 *
 * <p>{@code -Dconsort.restart.count=N} restarts more often than once, {@code -Dconsort.restart.seed=N} at other moments.
 */
class RestartTest {

    private static final int RESTARTS = Integer.getInteger("consort.restart.count", 1);
    private static final long SEED = Long.getLong("consort.restart.seed", 6);

    private static final List<String> ORGANIZATIONS = List.of("acme", "beta", "carol");
    private static final long MODEL_BYTES = 1 << 16;
    private static final int ROUNDS = 12;
    private static final int STEPS = 20;
    private static final int STEP_MILLIS = 20;
    private static final int LONGEST_WORK_MILLIS = 1500;
    /** The first so long that workers wait as long as they ever do before they try again. */
    private static final List<Long> OUTAGES_MILLIS = List.of(12_000L, 0L, 3_000L);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private final Random random = new Random(SEED);
    private final List<Site> sites = new ArrayList<>();
    /** All processes of each worker, in order. */
    private final Map<Site, List<Running>> lives = new TreeMap<>((a, b) -> a.id().compareTo(b.id()));
    private Running coordinator;
    private long longestMillis;

    @Test
    void theRunGoesOnWithinTenSecondsOfACoordinatorsRestart() throws Exception {
        try (Consortium consortium = founded()) {
            consortium.submit(job(), consortium.initialModel(MODEL_BYTES));
            for (int restart = 0; restart < RESTARTS; restart++) {
                work(consortium);
                coordinator.kill();
                Thread.sleep(OUTAGES_MILLIS.get(restart % OUTAGES_MILLIS.size()));
                long startedNanos = System.nanoTime();
                coordinator = consortium.startCoordinator();
                coordinator.awaitSaid("ready:");
                requireSoon("the coordinator's restart", consortium, consortium.published(), startedNanos);
            }
            assertThat(requireUnharmed(consortium)).as("tasks begun again, though no worker died").isZero();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "consort.faults", matches = "all", disabledReason = "in the build they restart with everything; -Dconsort.faults=all")
    void theRunGoesOnWithinTenSecondsOfTheRestartOfAllWorkers() throws Exception {
        try (Consortium consortium = founded()) {
            consortium.submit(job(), consortium.initialModel(MODEL_BYTES));
            for (int restart = 0; restart < RESTARTS; restart++) {
                work(consortium);
                killWorkers();
                Thread.sleep(OUTAGES_MILLIS.get(restart % OUTAGES_MILLIS.size()));
                long entries = consortium.published();
                long startedNanos = System.nanoTime();
                startWorkers(consortium);
                awaitWorkersSaid("connected");
                requireSoon("the restart of all workers", consortium, entries, startedNanos);
            }
            assertThat(requireUnharmed(consortium)).as("tasks begun again").isLessThanOrEqualTo(RESTARTS * ORGANIZATIONS.size());
        }
    }

    @Test
    void theRunGoesOnWithinTenSecondsOfTheRestartOfEverything() throws Exception {
        try (Consortium consortium = founded()) {
            consortium.submit(job(), consortium.initialModel(MODEL_BYTES));
            for (int restart = 0; restart < RESTARTS; restart++) {
                work(consortium);
                coordinator.kill();
                killWorkers();
                long startedNanos = System.nanoTime();
                coordinator = consortium.startCoordinator();
                startWorkers(consortium);
                coordinator.awaitSaid("ready:");
                long entries = consortium.published();
                // Some come before the coordinator does, and are to find it soon.
                awaitWorkersSaid("connected|no connection");
                requireSoon("the restart of everything", consortium, entries, startedNanos);
            }
            assertThat(requireUnharmed(consortium)).as("tasks begun again").isLessThanOrEqualTo(RESTARTS * ORGANIZATIONS.size());
        }
    }

    @Test
    void aRunThatLostItsQuorumSaysSoAndGoesOnWithinTenSecondsOfItsReturn() throws Exception {
        try (Consortium consortium = founded()) {
            consortium.submit(job().with("dropoutSeconds", 2).with("maxAbandonedRounds", 3), consortium.initialModel(MODEL_BYTES));
            work(consortium);
            killWorkers();
            Waiting.until("the run is paused", () -> consortium.status().toString().contains("run 1 is paused for lack of workers"));
            long entries = consortium.published();
            long startedNanos = System.nanoTime();
            startWorkers(consortium);
            awaitWorkersSaid("connected");
            requireSoon("the return of the quorum", consortium, entries, startedNanos);
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundAbandoned.class)).hasSizeLessThanOrEqualTo(1);
            assertThat(consortium.bodies(LeaseEnded.class)).hasSizeLessThanOrEqualTo(ORGANIZATIONS.size())
                    .allMatch(end -> end.reason() == LeaseEnded.Reason.DROPOUT);
            assertThat(consortium.bodies(Finding.class)).isEmpty();
            requireOnlyWhatWasInHandAgain();
            assertThat(consortium.audit(sites.getFirst()).expect(0).out()).startsWith("VERIFIED");
        }
    }

    private Consortium founded() throws Exception {
        Consortium consortium = new Consortium(root);
        coordinator = consortium.serve();
        for (String organization : ORGANIZATIONS) {
            consortium.enroll(organization);
            Site site = consortium.join(organization, "w1");
            site.offerReference(consortium.port(), MODEL_BYTES, STEP_MILLIS, "train");
            sites.add(site);
            lives.put(site, new ArrayList<>());
        }
        startWorkers(consortium);
        return consortium;
    }

    private static JobFile job() {
        return new JobFile("restart", ORGANIZATIONS.size()).with("rounds", ROUNDS).with("steps", STEPS);
    }

    /** Until tasks were given, and for a while, in which rounds may close and open. */
    private void work(Consortium consortium) throws Exception {
        long entries = consortium.published();
        Waiting.until("the run goes on", () -> GoingOn.shownFrom(consortium, entries));
        Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
        assertThat(consortium.ended(1)).as("a run that has ended cannot go on").isEmpty();
    }

    private void startWorkers(Consortium consortium) throws Exception {
        for (Site site : sites) {
            lives.get(site).add(consortium.run(site));
        }
    }

    private void killWorkers() throws InterruptedException {
        for (Site site : sites) {
            lives.get(site).getLast().kill();
        }
    }

    private void awaitWorkersSaid(String regex) throws Exception {
        for (Site site : sites) {
            lives.get(site).getLast().awaitSaid(regex);
        }
    }

    /**
     * To be called when the processes are ready.
     *
     * @param entries so many there were when nobody could have gone on yet
     * @param startedNanos when the processes were started
     */
    private void requireSoon(String what, Consortium consortium, long entries, long startedNanos) throws Exception {
        long readyNanos = System.nanoTime();
        long startMillis = (readyNanos - startedNanos) / 1_000_000;
        Waiting.until("the run goes on after " + what, () -> GoingOn.shownFrom(consortium, entries));
        long millis = (System.nanoTime() - readyNanos) / 1_000_000;
        longestMillis = Math.max(longestMillis, millis);
        System.out.printf("the run went on %d ms after %s, which took %d ms (seed %d)%n", millis, what, startMillis, SEED);
        assertThat(millis).as("milliseconds until the run went on after %s", what).isLessThanOrEqualTo(GoingOn.bound(startMillis));
    }

    /** @return how many tasks were begun again */
    private int requireUnharmed(Consortium consortium) throws Exception {
        consortium.awaitEnd(1, Waiting.LONG);
        for (Site site : sites) {
            Waiting.until("all claims have receipts", () -> Consortium.names(site.folder().resolve("outbox")).isEmpty());
        }
        Unharmed unharmed = new Unharmed(consortium, ORGANIZATIONS.size(), ROUNDS);
        unharmed.requireEveryUpdateCountedOnce(1);
        for (Site site : sites) {
            unharmed.requireReceipts(site, 1);
        }
        int again = requireOnlyWhatWasInHandAgain();
        System.out.printf("%d restarts, after each of which the run went on within %d ms; %d tasks were begun again%n", RESTARTS,
                longestMillis, again);
        return again;
    }

    private int requireOnlyWhatWasInHandAgain() throws Exception {
        int again = 0;
        for (Site site : sites) {
            again += Begun.requireOnlyWhatWasInHandAgain(lives.get(site));
        }
        return again;
    }
}

package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.system.StepKills.Hit;
import consort.examples.system.StepKills.Step;
import consort.examples.system.StepKills.Victim;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of coordinator and worker, as they are, just before each of their system calls that make something durable or give it
 * its name. Whatever was done before, the next process goes on: every run comes to the model and the bill of the first one, which was
 * not disturbed; no task is granted twice; and a task that the coordinator's death found under way is not begun again.
 *
 * <p>A few steps, chosen by {@code -Dconsort.faults.seed=N}; all of them, in some ten minutes, with {@code -Dconsort.faults=all}.
 */
class StepKillTest {

    private static final boolean ALL = System.getProperty("consort.faults", "").equals("all");
    private static final long SEED = Long.getLong("consort.faults.seed", 6);

    private static final List<String> ORGANIZATIONS = List.of("acme", "beta");
    private static final long MODEL_BYTES = 1 << 16;
    private static final int ROUNDS = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private final List<Site> sites = new ArrayList<>();

    @BeforeEach
    void programsCanBeTraced() throws InterruptedException {
        Strace.assume();
    }

    @Test
    void coordinatorIsKilledAtItsSteps() throws Exception {
        try (Consortium consortium = founded()) {
            List<Running> workers = new ArrayList<>();
            Running coordinator = consortium.serve();
            for (Site site : sites) {
                workers.add(consortium.run(site));
            }
            StepKills kills = peacefulRun(consortium);
            coordinator.stop();
            for (Step step : steps(Map.of("fsync", new int[] {60, 3}, "rename", new int[] {16, 1}, "unlink", new int[] {12, 1}))) {
                kills.kill(new Victim(wrapper -> consortium.startCoordinator(wrapper, Map.of()), "ready:"), step);
            }
            Running last = consortium.serve();
            requireUnharmed(consortium, kills);
            for (Running worker : workers) {
                assertThat(Begun.by(worker)).as("tasks that %s began", worker.name()).isNotEmpty().doesNotHaveDuplicates();
            }
            last.stop();
        }
    }

    @Test
    void workerIsKilledAtItsSteps() throws Exception {
        try (Consortium consortium = founded()) {
            consortium.serve();
            Running acme = consortium.run(sites.get(0));
            consortium.run(sites.get(1));
            StepKills kills = peacefulRun(consortium);
            acme.stop();
            List<Running> lives = new ArrayList<>(List.of(acme));
            Victim victim = new Victim(wrapper -> {
                lives.add(consortium.run(sites.get(0), wrapper, Map.of()));
                return lives.getLast();
            }, "connected");
            for (Step step : steps(Map.of("fsync", new int[] {40, 3}, "rename", new int[] {20, 1}, "unlink", new int[] {12, 1}))) {
                kills.kill(victim, step);
            }
            lives.add(consortium.run(sites.get(0)));
            requireUnharmed(consortium, kills);
            int again = Begun.requireOnlyWhatWasInHandAgain(lives);
            System.out.printf("%d tasks were begun again%n", again);
            // One that was killed in the middle of a task begins it again, and the next one may have to as well.
            assertThat(again).as("tasks begun again").isLessThanOrEqualTo(kills.hits().size());
        }
    }

    private Consortium founded() throws Exception {
        Consortium consortium = new Consortium(root);
        // So that each run sends its updates anew, though they are those of the run before; and deletes them.
        Files.writeString(consortium.operator().resolve("coordinator.yaml"), "\nretention: { updateRounds: 0 }\n",
                StandardOpenOption.APPEND);
        Running first = consortium.serve();
        for (String organization : ORGANIZATIONS) {
            consortium.enroll(organization);
            Site site = consortium.join(organization, "w1");
            String[] data = organization.equals("acme") ? new String[] {"train", "test"} : new String[] {"train"};
            site.offerReference(consortium.port(), MODEL_BYTES, 20, data);
            sites.add(site);
        }
        first.stop();
        return consortium;
    }

    private StepKills peacefulRun(Consortium consortium) throws Exception {
        System.out.printf("%s steps with seed %d (-Dconsort.faults=all, -Dconsort.faults.seed)%n", ALL ? "all" : "some", SEED);
        JobFile job = new JobFile("steps", ORGANIZATIONS.size()).with("rounds", ROUNDS).evaluated();
        Path model = consortium.initialModel(MODEL_BYTES);
        consortium.submit(job, model);
        assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
        return new StepKills(consortium, job, model, root);
    }

    /** All of the first so many of each call, or some of them, in the order of their numbers. */
    private static List<Step> steps(Map<String, int[]> calls) {
        Random random = new Random(SEED);
        List<Step> steps = new ArrayList<>();
        new TreeMap<>(calls).forEach((call, firstAndSome) -> {
            List<Step> each = new ArrayList<>();
            for (int number = 1; number <= firstAndSome[0]; number++) {
                each.add(new Step(call, number));
            }
            Collections.shuffle(each, random);
            steps.addAll(ALL ? each : each.subList(0, firstAndSome[1]));
        });
        return steps;
    }

    private void requireUnharmed(Consortium consortium, StepKills kills) throws Exception {
        int runs = (int) kills.runs();
        consortium.awaitEnd(runs, Waiting.LONG);
        Waiting.until("all claims have receipts", () -> sites.stream().allMatch(StepKillTest::hasAllReceipts));
        LongSummaryStatistics resumed =
                kills.hits().stream().mapToLong(Hit::resumedMillis).filter(millis -> millis >= 0).summaryStatistics();
        System.out.printf("%d of %d steps reached, %d runs; %d times the run went on before the kill, at most %d ms after it was ready, %.0f ms on average%n",
                kills.hits().stream().filter(hit -> !hit.call().isEmpty()).count(), kills.hits().size(), runs,
                resumed.getCount(), Math.max(resumed.getMax(), 0), resumed.getAverage());
        assertThat(kills.hits()).allMatch(Hit::isSoon, "the run went on soon");
        Unharmed unharmed = new Unharmed(consortium, ORGANIZATIONS.size(), ROUNDS);
        unharmed.requireEveryUpdateCountedOnce(runs);
        for (Site site : sites) {
            unharmed.requireReceipts(site, runs);
        }
        assertThat(unharmed.models(sites.getFirst(), runs)).as("seed %d", SEED).containsOnly(unharmed.models(sites.getFirst(), 1).getFirst());
        assertThat(acceptedMillis(consortium).values()).as("what each run counts for, seed %d", SEED).hasSize(runs)
                .containsOnly(acceptedMillis(consortium).get(1L));
        consortium.closePeriod();
        assertThat(kills.hits()).anyMatch(hit -> !hit.call().isEmpty());
    }

    private static boolean hasAllReceipts(Site site) {
        try {
            return Consortium.names(site.folder().resolve("outbox")).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Long, Long> acceptedMillis(Consortium consortium) throws Exception {
        Map<Long, Long> runs = new HashMap<>();
        consortium.bodies(Lease.class).forEach(lease -> runs.put(lease.lease(), lease.run()));
        Map<Long, Long> accepted = new TreeMap<>();
        consortium.bodies(Observation.class).forEach(one -> accepted.merge(runs.get(one.lease()), one.acceptedMillis(), Long::sum));
        return accepted;
    }
}

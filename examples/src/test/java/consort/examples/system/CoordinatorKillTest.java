package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.system.Kill.Aim;
import consort.fuzz.network.CuttingProxy;
import consort.ledger.entry.Body;
import consort.ledger.entry.PeriodClose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at any moment costs time and nothing else. Three organizations train with a trainer whose results and busy time
 * depend on nothing but its task, once while the coordinator (and now and then a worker) is killed again and again, and
 * once in peace: models and bill must be the same.
 *
 * <p>{@code -Dconsort.kill.count=300} kills more often than the usual 20 times, {@code -Dconsort.kill.seed=N} chooses
 * differently. It takes longest, and waits most of the time: it begins first, and the other tests run beside it.
 */
@Order(1)
class CoordinatorKillTest {

    private static final int KILLS = Integer.getInteger("consort.kill.count", 20);
    private static final long SEED = Long.getLong("consort.kill.seed", 20_261_122L);

    private static final List<String> ORGANIZATIONS = List.of("acme", "beta", "carol");
    private static final long MODEL_BYTES = 3 << 20;
    private static final int ROUNDS = 8;
    private static final int STEPS = 10;
    private static final int STEP_MILLIS = 20;
    /** Of each connection: a transfer takes about a third of a second, so that kills hit some. */
    private static final long SLOW_BYTES_PER_SECOND = 9_000_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    /** What came out. */
    private record Outcome(List<String> models, PeriodClose bill, List<Kill> kills, int lostReceipts, int begunAgain, long millis) {

        int runs() {
            return models.size();
        }
    }

    @Test
    void killsChangeNeitherModelsNorBill() throws Exception {
        System.out.printf("%d kills with seed %d (-Dconsort.kill.seed, -Dconsort.kill.count)%n", KILLS, SEED);
        Outcome disturbed = federate(root.resolve("disturbed"), KILLS, 1);
        disturbed.kills().forEach(System.out::println);
        Outcome peaceful = federate(root.resolve("peaceful"), 0, disturbed.runs());
        System.out.printf("%d runs of %d rounds: %d ms with %d kills, %d ms in peace; %d claims were synced and their receipts "
                + "lost; %d tasks in hand were begun again%n", disturbed.runs(), ROUNDS, disturbed.millis(), KILLS, peaceful.millis(),
                disturbed.lostReceipts(), disturbed.begunAgain());

        assertThat(disturbed.models()).as("seed %d", SEED).isEqualTo(peaceful.models());
        assertThat(disturbed.bill().members()).as("seed %d", SEED).isEqualTo(peaceful.bill().members());
        assertThat(disturbed.bill().transfers()).as("seed %d", SEED).isEqualTo(peaceful.bill().transfers());
        assertThat(disturbed.bill().poolMinor()).as("seed %d", SEED).isEqualTo(peaceful.bill().poolMinor()).isPositive();
        assertThat(disturbed.kills()).hasSize(KILLS);
        assertThat(disturbed.begunAgain()).as("tasks begun again")
                .isLessThanOrEqualTo(disturbed.kills().stream().mapToInt(kill -> kill.alsoKilled().size()).sum());
        if (KILLS >= 30) {
            requireVariety(disturbed);
        }
    }

    /** That the kills hit what they are for. */
    private static void requireVariety(Outcome disturbed) {
        List<Kill> kills = disturbed.kills();
        assertThat(kills).as("kills during uploads").anyMatch(kill -> kill.aim() == Aim.UPLOAD && kill.writing() > 0);
        assertThat(disturbed.lostReceipts()).as("claims that were in the ledger when a kill kept their receipts back").isPositive();
        assertThat(kills).as("kills of workers as well").anyMatch(kill -> !kill.alsoKilled().isEmpty());
    }

    /** Lets the federation do so many runs, or more when the kills take longer. */
    private Outcome federate(Path folder, int kills, int leastRuns) throws Exception {
        try (Consortium consortium = new Consortium(folder); CuttingProxy proxy = new CuttingProxy(consortium.port())) {
            Running coordinator = consortium.serve();
            List<Site> sites = enroll(consortium, proxy.port());
            if (kills > 0) {
                proxy.limit(SLOW_BYTES_PER_SECOND);
            }
            Path model = consortium.initialModel(MODEL_BYTES);
            Killer killer = new Killer(consortium, coordinator, proxy, SEED);
            killer.startWorkers(sites);
            long startedNanos = System.nanoTime();
            int run = 1;
            consortium.submit(job(run), model);
            while (killer.kills().size() < kills || run < leastRuns) {
                if (run <= leastRuns && killer.kills().size() >= kills) {
                    consortium.awaitEnd(run, Waiting.LONG);
                }
                if (consortium.ended(run).isPresent()) {
                    killer.awaitCoordinator();
                    consortium.submit(job(++run), model);
                } else {
                    killer.strike();
                }
            }
            consortium.awaitEnd(run, Waiting.LONG);
            long millis = (System.nanoTime() - startedNanos) / 1_000_000;
            killer.dismissWorkers();
            int again = killer.requireOnlyWhatWasInHandAgain();
            PeriodClose bill = consortium.closePeriod();
            Unharmed unharmed = new Unharmed(consortium, ORGANIZATIONS.size(), ROUNDS);
            unharmed.requireEveryUpdateCountedOnce(run);
            for (Site site : sites) {
                unharmed.requireReceipts(site, run);
            }
            List<Body> ledger = consortium.bodies();
            int lost = killer.kills().stream().mapToInt(kill -> kill.lostReceipts(ledger)).sum();
            return new Outcome(unharmed.models(sites.getFirst(), run), bill, killer.kills(), lost, again, millis);
        }
    }

    private static List<Site> enroll(Consortium consortium, int port) throws Exception {
        List<Site> sites = new ArrayList<>();
        for (String organization : ORGANIZATIONS) {
            consortium.enroll(organization);
            Site site = consortium.join(organization, "w1");
            // Only one worker can evaluate: who does it must not depend on who happens to be connected.
            String[] data = organization.equals("acme") ? new String[] {"train", "test"} : new String[] {"train"};
            site.offerReference(port, MODEL_BYTES, STEP_MILLIS, data);
            sites.add(site);
        }
        return sites;
    }

    private static JobFile job(int run) {
        return new JobFile("kill-" + run, ORGANIZATIONS.size()).with("rounds", ROUNDS).with("steps", STEPS)
                .with("seed", run).evaluated();
    }
}

package consort.examples.system;

import consort.examples.system.Kill.Aim;
import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.CuttingProxy.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Kills a coordinator again and again, and now and then workers with it, and starts again what it killed. Seeded: the
 * choices are the same every time, though what they hit is not.
 */
final class Killer {

    private static final List<Aim> AIMS =
            List.of(Aim.START, Aim.ANY_TIME, Aim.ANY_TIME, Aim.UPLOAD, Aim.UPLOAD, Aim.RECEIPT, Aim.RECEIPT);
    private static final int ONE_WORKER_OUT_OF = 4;
    private static final int LONGEST_START_PAUSE_MILLIS = 1500;
    private static final int LONGEST_PAUSE_MILLIS = 3000;
    private static final int MOST_UPLOADED_BYTES = 6 << 20;
    private static final int LONGEST_RECEIPT_PAUSE_MILLIS = 12;
    /** So that a kill can come before the receipt however fast the coordinator is, and however late the test sees the journal grow. */
    private static final int RECEIPT_LAG_MILLIS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consortium consortium;
    private final CuttingProxy proxy;
    private final Random random;
    private final Map<Site, Running> workers = new TreeMap<>((a, b) -> a.id().compareTo(b.id()));
    /** All processes of each worker, in order. */
    private final Map<String, List<Running>> lives = new TreeMap<>();
    private final List<Kill> kills = new ArrayList<>();
    private Running coordinator;
    private long startedNanos;

    /** @param coordinator runs already */
    Killer(Consortium consortium, Running coordinator, CuttingProxy proxy, long seed) {
        this.consortium = consortium;
        this.coordinator = coordinator;
        this.startedNanos = System.nanoTime();
        this.proxy = proxy;
        this.random = new Random(seed);
    }

    List<Kill> kills() {
        return kills;
    }

    void startWorkers(List<Site> sites) throws IOException {
        for (Site site : sites) {
            start(site);
        }
    }

    private void start(Site site) throws IOException {
        Running worker = consortium.run(site);
        workers.put(site, worker);
        lives.computeIfAbsent(site.id(), first -> new ArrayList<>()).add(worker);
    }

    /** Waits until all claims have their receipts, and ends the workers. */
    void dismissWorkers() throws Exception {
        Waiting.until("all claims have receipts", () -> unanswered().isEmpty());
        requireAllRun();
        workers.values().forEach(Running::stop);
        workers.clear();
    }

    /**
     * No kill of the coordinator makes anybody begin a task again, and one of a worker only what was in its hands.
     *
     * @return how many tasks were begun again
     */
    int requireOnlyWhatWasInHandAgain() throws IOException {
        int again = 0;
        for (List<Running> processes : lives.values()) {
            again += Begun.requireOnlyWhatWasInHandAgain(processes);
        }
        return again;
    }

    /** Waits until the coordinator answers. */
    void awaitCoordinator() throws Exception {
        consortium.awaitAnswer(coordinator);
    }

    /** Kills and starts again, once. */
    void strike() throws Exception {
        Aim aim = AIMS.get(random.nextInt(AIMS.size()));
        aim(aim);
        requireAllRun();
        List<Site> victims = workers.keySet().stream().filter(site -> random.nextInt(ONE_WORKER_OUT_OF) == 0).toList();
        coordinator.kill();
        for (Site victim : victims) {
            workers.get(victim).kill();
        }
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        proxy.hold(Direction.DOWN, false);
        proxy.lag(Direction.DOWN, 0);
        kills.add(new Kill(kills.size() + 1, aim, System.currentTimeMillis(), millis,
                consortium.bodies().size(), Consortium.names(consortium.operator().resolve("staging")).size(), unanswered(),
                victims.stream().map(Site::id).toList()));
        startCoordinator();
        for (Site victim : victims) {
            start(victim);
        }
    }

    /** Only kills end a process: whatever else does is a defect. */
    void requireAllRun() throws IOException {
        requireRuns(coordinator);
        for (Running worker : workers.values()) {
            requireRuns(worker);
        }
    }

    private static void requireRuns(Running program) throws IOException {
        if (!program.runs()) {
            throw new AssertionError(program.name() + " ended by itself with exit code " + program.process().exitValue()
                    + ":\n" + program.said());
        }
    }

    private void startCoordinator() throws IOException {
        coordinator = consortium.startCoordinator();
        startedNanos = System.nanoTime();
    }

    private void aim(Aim aim) throws Exception {
        switch (aim) {
            case START -> Thread.sleep(random.nextInt(LONGEST_START_PAUSE_MILLIS));
            case ANY_TIME -> {
                int pause = random.nextInt(LONGEST_PAUSE_MILLIS);
                awaitCoordinator();
                Thread.sleep(pause);
            }
            case UPLOAD -> {
                long goal = proxy.bytes(Direction.UP) + random.nextInt(MOST_UPLOADED_BYTES);
                patiently(() -> proxy.bytes(Direction.UP) >= goal);
            }
            case RECEIPT -> {
                int pause = random.nextInt(LONGEST_RECEIPT_PAUSE_MILLIS);
                // Its own entry at the start makes the journal grow too.
                awaitCoordinator();
                patiently(() -> !unanswered().isEmpty());
                proxy.lag(Direction.DOWN, RECEIPT_LAG_MILLIS);
                long before = journalBytes();
                patiently(() -> journalBytes() != before || unanswered().isEmpty());
                proxy.hold(Direction.DOWN, true);
                Thread.sleep(pause);
            }
        }
    }

    /** Gives up after a while: a kill is due anyhow. */
    private static void patiently(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    private Set<String> unanswered() throws IOException {
        Set<String> claims = new TreeSet<>();
        for (Site site : workers.keySet()) {
            for (String seq : Consortium.names(site.folder().resolve("outbox"))) {
                claims.add(site.id() + "#" + seq);
            }
        }
        return claims;
    }

    private long journalBytes() throws IOException {
        try (Stream<Path> segments = Files.list(consortium.ledger().resolve("journal"))) {
            long bytes = 0;
            for (Path segment : segments.toList()) {
                bytes += Files.size(segment);
            }
            return bytes;
        } catch (NoSuchFileException replaced) {
            return -1;
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}

package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clocks are set below running programs, by libfaketime (Debian's package): the coordinator's by an hour, forth and back, a worker's by ten
 * minutes. Skipped, and said, where the package is not installed.
 */
class ClockStepTest {

    private static final long MODEL_BYTES = 4096;
    private static final int ROUNDS = 6;
    private static final int STEPS = 20;
    private static final long STEP_MILLIS = 50;
    private static final Duration COORDINATORS = Duration.ofHours(1);
    private static final Duration WORKERS = Duration.ofMinutes(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void clocksThatAreSetCostNothing() throws Exception {
        Path library = library();
        Path coordinators = set(root.resolve("coordinator.clock"), Duration.ZERO);
        Path workers = set(root.resolve("worker.clock"), Duration.ZERO);
        try (Consortium consortium = new Consortium(root.resolve("pool"))) {
            consortium.awaitAnswer(consortium.startCoordinator(List.of(), environment(library, coordinators)));
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, STEP_MILLIS, "train");
            Running worker = consortium.run(acme, List.of(), environment(library, workers));
            consortium.submit(new JobFile("clock", 1).with("rounds", ROUNDS).with("steps", STEPS), consortium.initialModel(MODEL_BYTES));
            awaitRounds(consortium, 1);
            set(coordinators, COORDINATORS);
            set(workers, WORKERS);
            awaitRounds(consortium, 3);
            set(coordinators, Duration.ZERO);
            set(workers, Duration.ZERO);
            consortium.awaitEnd(1, Waiting.LONG);

            Unharmed unharmed = new Unharmed(consortium, 1, ROUNDS);
            unharmed.requireEveryUpdateCountedOnce(1);
            Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
            unharmed.requireReceipts(acme, 1);
            assertThat(consortium.bodies(Observation.class)).extracting(Observation::acceptedMillis).as("what each task counts for").hasSize(ROUNDS)
                    .containsOnly(consortium.bodies(Observation.class).getFirst().acceptedMillis());
            assertThat(worker.runs()).isTrue();
            requireLedgerTime(consortium.bodies());
        }
    }

    /** It never decreases, and the step forth is seen in it. */
    private static void requireLedgerTime(List<Body> bodies) {
        List<Long> times = bodies.stream().filter(CoordinatorBody.class::isInstance).map(Body::timeMillis).toList();
        assertThat(times).isSorted();
        assertThat(times.getLast() - times.getFirst()).isGreaterThanOrEqualTo(COORDINATORS.toMillis());
    }

    private static void awaitRounds(Consortium consortium, int rounds) throws Exception {
        Waiting.until(rounds + " rounds are closed", () -> consortium.bodies(RoundClosed.class).size() >= rounds);
    }

    /** Only the wall clock is shifted: what waits for so long waits for so long. */
    private static Map<String, String> environment(Path library, Path clock) {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", clock.toString(), "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Path set(Path clock, Duration off) throws IOException {
        Path next = Files.writeString(clock.resolveSibling(clock.getFileName() + ".next"), "%+d\n".formatted(off.toSeconds()));
        return Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Skips the test where there is none. */
    private static Path library() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            List<Path> found = folders.map(folder -> folder.resolve("faketime/libfaketime.so.1")).filter(Files::exists).toList();
            String absent = "SKIPPED: libfaketime is not installed (Debian's package libfaketime): no clock is set";
            if (found.isEmpty()) {
                // The build shows a skipped test's number, not its reason.
                System.out.println(absent);
            }
            assumeTrue(!found.isEmpty(), absent);
            return found.getFirst();
        }
    }
}

package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.ledger.entry.Departure;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The person at a site takes the device back, gives it again, and leaves; all as processes. */
class PauseAndLeaveTest {

    private static final long MODEL_BYTES = 4096;
    /** A step for which nobody waits. */
    private static final long LONG_STEP_MILLIS = 600_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void aPauseFreesTheDeviceHoldsOverARestartAndEnds() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            Site acme = joined(consortium, LONG_STEP_MILLIS);
            consortium.submit(job(), consortium.initialModel(MODEL_BYTES));
            Running worker = consortium.run(acme);
            worker.awaitSaid("lease 1 .*steps of reference");
            Waiting.until("the trainer runs", () -> !trainers(worker).isEmpty());
            List<ProcessHandle> trainers = trainers(worker);

            long startedNanos = System.nanoTime();
            command(consortium, acme, "pause").expect(0);
            // An isolated trainer's inner process is killed by the kernel when the outer one ends: not in the same instant.
            Waiting.until("the trainer has ended", () -> trainers.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).as("long before the step ends")
                    .isLessThan(Duration.ofMillis(LONG_STEP_MILLIS / 2));
            assertThat(status(consortium, acme).path("reason").asText()).isEqualTo("paused");
            Waiting.until("the task is handed back", () -> consortium.bodies(LeaseEnded.class).stream()
                    .anyMatch(end -> end.reason() == LeaseEnded.Reason.HANDED_BACK && end.detail().filter("paused"::equals).isPresent()));

            worker.stop();
            acme.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
            Running again = consortium.run(acme);
            again.awaitSaid("connected");
            again.awaitSaid("no tasks are taken: paused");
            assertThat(consortium.ended(1)).isEmpty();
            command(consortium, acme, "resume").expect(0);
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(status(consortium, acme).path("monthAcceptedMillis").asLong()).isPositive();
        }
    }

    @Test
    void whoLeavesHandsTheTaskBackAndStandsInTheLedgerAsGone() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            Site acme = joined(consortium, LONG_STEP_MILLIS);
            consortium.submit(job(), consortium.initialModel(MODEL_BYTES));
            Running worker = consortium.run(acme);
            worker.awaitSaid("lease 1 .*steps of reference");

            Ended left = command(consortium, acme, "leave", "--yes", "--reason", "moved out").expect(0);
            assertThat(left.out()).contains("has left", "receipts");
            assertThat(worker.process().waitFor()).isZero();
            Waiting.until("the departure is entered", () -> !consortium.bodies(Departure.class).isEmpty());
            assertThat(consortium.bodies(Departure.class)).singleElement().satisfies(departure -> {
                assertThat(departure.workerId()).hasToString("acme/w1");
                assertThat(departure.reason()).isEqualTo("moved out");
            });
            assertThat(Files.list(acme.receipts())).isNotEmpty();
            command(consortium, acme, "run").expect(26);
        }
    }

    private Site joined(Consortium consortium, long stepMillis) throws IOException, InterruptedException {
        consortium.enroll("acme");
        Site site = consortium.join("acme", "w1");
        site.offerReference(consortium.port(), MODEL_BYTES, stepMillis, "train");
        return site;
    }

    private static JobFile job() {
        return new JobFile("pausing", 1).with("maxAbandonedRounds", 3);
    }

    /** What the worker started: the trainer, and what isolates it. */
    private static List<ProcessHandle> trainers(Running worker) {
        return worker.process().descendants().toList();
    }

    private static Ended command(Consortium consortium, Site site, String command, String... more)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("worker", command, "--dir", site.folder().toString()));
        words.addAll(List.of(more));
        return consortium.programs().run(words.toArray(String[]::new));
    }

    private static JsonNode status(Consortium consortium, Site site) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(command(consortium, site, "status", "--json").expect(0).out());
    }
}

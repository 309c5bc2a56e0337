package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Finding;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIGSTOP of coordinator, worker and trainer for longer than a lease, and SIGCONT. */
class FrozenTest {

    private static final long MODEL_BYTES = 4096;
    /** Short, yet three times what a task takes. */
    private static final int LEASE_SECONDS = 15;
    private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(LEASE_SECONDS + 3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    private final Map<String, Running> workers = new TreeMap<>();

    @Test
    void aCoordinatorThatStoodStillEndsNobodysTask() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site acme = joined(consortium, "acme");
            joined(consortium, "beta");
            warmUp(consortium, 2);
            consortium.submit(job(2), consortium.initialModel(MODEL_BYTES));
            Waiting.until("tasks are given", () -> leases(consortium).size() == 2);
            coordinator.freeze();
            Thread.sleep(LONGER_THAN_THE_LEASE);
            coordinator.thaw();
            consortium.awaitEnd(2, Waiting.LONG);
            new Unharmed(consortium, 2, 1).requireEveryUpdateCountedOnce(2);
            assertThat(consortium.audit(acme).expect(0).out()).startsWith("VERIFIED");
        }
    }

    @Test
    void aWorkerThatStoodStillIsReplaced() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            for (String organization : List.of("acme", "beta", "carol")) {
                joined(consortium, organization);
            }
            warmUp(consortium, 3);
            consortium.submit(job(2), consortium.initialModel(MODEL_BYTES));
            Waiting.until("a round is open", () -> leases(consortium).size() == 2);
            long lost = leases(consortium).getFirst().lease();
            Running stopped = workers.get(leases(consortium).getFirst().workerId().toString());
            stopped.awaitSaid("lease " + lost + " .*steps of reference");
            stopped.freeze();
            assertThat(consortium.awaitEnd(2, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundAbandoned.class)).isEmpty();
            assertThat(consortium.bodies(LeaseEnded.class)).singleElement().extracting(LeaseEnded::lease)
                    .isEqualTo(lost);
            assertThat(leases(consortium)).as("one more in its place").hasSize(3);
            stopped.thaw();
            // It learns that the task is over, or, if it had just done it, that its claim is late.
            stopped.awaitSaid("lease " + lost + " (ended by the coordinator|is refused)");
            assertThat(stopped.runs()).isTrue();
            assertThat(consortium.bodies(Finding.class)).isEmpty();
        }
    }

    @Test
    void aTrainerThatStandsStillCostsItsTask() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            joined(consortium, "acme");
            Running worker = workers.get("acme/w1");
            warmUp(consortium, 1);
            consortium.submit(job(1).with("maxAbandonedRounds", 3), consortium.initialModel(MODEL_BYTES));
            // Not before: what isolates the trainer starts first, and would be all that is stopped.
            worker.awaitSaid("lease 2 .*step [0-9]+ of ");
            List<ProcessHandle> trainer = worker.process().descendants().toList();
            for (ProcessHandle one : trainer) {
                Running.signal(one, "STOP");
            }
            assertThat(consortium.awaitEnd(2, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            // The worker's deadline and the coordinator's fall together: who ends the lease is open, what it costs is not.
            List<LeaseEnded> ended = consortium.bodies(LeaseEnded.class);
            List<Observation> refused = consortium.bodies(Observation.class).stream()
                    .filter(one -> one.verdict() == Observation.Verdict.REFUSED).toList();
            assertThat(ended).extracting(LeaseEnded::reason).allMatch(LeaseEnded.Reason.EXPIRED::equals);
            assertThat(refused).extracting(Observation::acceptedMillis).allMatch(millis -> millis == 0);
            assertThat(Stream.concat(ended.stream().map(LeaseEnded::lease), refused.stream().map(Observation::lease))).contains(2L);
            Waiting.until("the trainer is gone", () -> trainer.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private Site joined(Consortium consortium, String organization) throws IOException, InterruptedException {
        consortium.enroll(organization);
        Site site = consortium.join(organization, "w1");
        site.offerReference(consortium.port(), MODEL_BYTES, 100, "train");
        workers.put(site.id(), consortium.run(site));
        return site;
    }

    /** A run in which all do something, with as much time as they want. */
    private static void warmUp(Consortium consortium, int workers) throws Exception {
        consortium.submit(new JobFile("warm-up", workers), consortium.initialModel(MODEL_BYTES));
        consortium.awaitEnd(1, Waiting.LONG);
    }

    private static JobFile job(int workers) {
        return new JobFile("frozen", workers).with("steps", 50).with("roundSeconds", LEASE_SECONDS)
                .with("dropoutSeconds", LEASE_SECONDS);
    }

    /** Of the second run. */
    private static List<Lease> leases(Consortium consortium) throws IOException {
        return consortium.bodies(Lease.class).stream().filter(lease -> lease.run() == 2).toList();
    }
}

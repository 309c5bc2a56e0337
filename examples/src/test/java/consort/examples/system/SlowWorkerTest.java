package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose device needs longer for a task than a round lasts, and that the quorum does not need. */
class SlowWorkerTest {

    private static final long MODEL_BYTES = 4096;
    private static final int STEPS = 32;
    private static final int ROUND_SECONDS = 6;
    /** All steps take a third longer than a round lasts, half of them two thirds of it. */
    private static final int SLOW_STEP_MILLIS = ROUND_SECONDS * 1000 * 4 / 3 / STEPS;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void getsLessWorkUntilItsUpdatesCount() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            joined(consortium, "acme", 1);
            Site slow = joined(consortium, "beta", SLOW_STEP_MILLIS);
            consortium.submit(new JobFile("warm-up", 2).with("steps", 1), consortium.initialModel(MODEL_BYTES));
            consortium.awaitEnd(1, Waiting.LONG);
            consortium.submit(new JobFile("uneven", 2).with("quorum", 1).with("rounds", 3).with("steps", STEPS).with("leastSteps", 2)
                    .with("weights", "assigned-steps").with("roundSeconds", ROUND_SECONDS), consortium.initialModel(MODEL_BYTES));
            assertThat(consortium.awaitEnd(2, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);

            List<Lease> leases = consortium.bodies(Lease.class).stream()
                    .filter(lease -> lease.run() == 2 && lease.workerId().toString().equals(slow.id())).toList();
            assertThat(leases.getFirst().steps()).isEqualTo(STEPS);
            assertThat(consortium.bodies(LeaseEnded.class)).first().satisfies(end -> {
                assertThat(end.lease()).isEqualTo(leases.getFirst().lease());
                assertThat(end.reason()).isEqualTo(LeaseEnded.Reason.EXPIRED);
            });
            assertThat(leases.get(1).steps()).isEqualTo(STEPS / 2);
            assertThat(leases).allMatch(lease -> lease.weight() == lease.steps());
            Set<Long> accepted = consortium.bodies(Observation.class).stream().filter(one -> one.verdict() == Verdict.ACCEPTED)
                    .map(Observation::lease).collect(Collectors.toSet());
            assertThat(leases).filteredOn(lease -> accepted.contains(lease.lease())).as("its updates count after all")
                    .isNotEmpty().allMatch(lease -> lease.steps() < STEPS);
            assertThat(consortium.audit(slow).expect(0).out()).startsWith("VERIFIED");
        }
    }

    private static Site joined(Consortium consortium, String organization, int stepMillis) throws IOException, InterruptedException {
        consortium.enroll(organization);
        Site site = consortium.join(organization, "w1");
        site.offerReference(consortium.port(), MODEL_BYTES, stepMillis, "train");
        consortium.run(site);
        return site;
    }
}

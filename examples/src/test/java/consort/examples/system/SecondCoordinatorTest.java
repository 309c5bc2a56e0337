package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.RunEnded;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two coordinators, each a process, are started on one folder: the second ends, whatever the first is at, and the run notices nothing. */
class SecondCoordinatorTest {

    private static final int EXIT_IN_USE = 13;
    private static final long MODEL_BYTES = 4096;
    private static final int ROUNDS = 4;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void isNotLetInBesideOneThatRunsOrStandsStillAndIsOnceThatOneIsDead() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            Running first = consortium.serve();
            consortium.enroll("acme");
            Site acme = consortium.join("acme", "w1");
            acme.offerReference(consortium.port(), MODEL_BYTES, 100, "train");
            Running worker = consortium.run(acme);
            consortium.submit(new JobFile("two", 1).with("rounds", ROUNDS).with("steps", 20), consortium.initialModel(MODEL_BYTES));
            worker.awaitSaid("step [0-9]+ of ");
            // So that the run is still under way when the first one dies.
            worker.freeze();
            requireTurnedAway(consortium);
            first.freeze();
            requireTurnedAway(consortium);
            first.thaw();
            consortium.awaitAnswer(first);
            assertThat(first.runs()).as(first.said()).isTrue();
            worker.thaw();
            first.kill();
            consortium.serve();

            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            Waiting.until("all claims have receipts", () -> Consortium.names(acme.folder().resolve("outbox")).isEmpty());
            Unharmed unharmed = new Unharmed(consortium, 1, ROUNDS);
            unharmed.requireEveryUpdateCountedOnce(1);
            unharmed.requireReceipts(acme, 1);
            assertThat(Begun.by(worker)).doesNotHaveDuplicates();
        }
    }

    private void requireTurnedAway(Consortium consortium) throws Exception {
        Running second = consortium.startCoordinator();
        Waiting.until("the second one ends", () -> !second.runs());
        assertThat(second.process().exitValue()).as(second.said()).isEqualTo(EXIT_IN_USE);
        assertThat(second.said()).contains(consortium.operator().toString()).doesNotContain("\tat ");
    }
}

package consort.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Document;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.WorkerId;
import consort.simulator.ViolationException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch fails when it must, for each run by itself. */
class RestartWatchTest {

    private static final WorkerId ACME = new WorkerId("acme", "w1");
    private static final WorkerId BETA = new WorkerId("beta", "w1");
    private static final String MODEL = Document.digest(new byte[0]);

    private long nowMillis;
    private boolean allUp = true;
    private final RestartWatch watch = new RestartWatch(() -> nowMillis, () -> allUp);

    @BeforeEach
    void twoRuns() {
        watch.entry(new RunStarted(1, 1, MODEL, MODEL));
        watch.entry(new RunStarted(1, 2, MODEL, MODEL));
    }

    @Test
    void aRunThatGoesOnExcusesNoOtherThatHasARoundOpen() {
        opens(1, ACME);
        opens(2, BETA);
        restart();
        nowMillis = 5_000;
        begins(1, ACME);
        nowMillis = RestartWatch.SOON_MILLIS;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
        nowMillis++;
        assertThatThrownBy(watch::requireSoon).isInstanceOf(ViolationException.class).hasMessageContaining("run 2 did not go on");
    }

    @Test
    void bothGoOn() {
        opens(1, ACME);
        opens(2, BETA);
        restart();
        nowMillis = 5_000;
        begins(1, ACME);
        begins(2, BETA);
        nowMillis = 60_000;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
        assertThat(watch.longestMillis()).isEqualTo(5_000);
    }

    @Test
    void aRunMayWaitForTheWorkersThatAnotherOneHas() {
        opens(1, ACME);
        restart();
        begins(1, ACME);
        nowMillis = 60_000;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
    }

    @Test
    void oneOfTwoRunsThatWaitIsToGoOn() {
        restart();
        nowMillis = RestartWatch.SOON_MILLIS + 1;
        assertThatThrownBy(watch::requireSoon).isInstanceOf(ViolationException.class);
        opens(2, ACME);
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
    }

    @Test
    void aRunThatIsResumedIsToGoOnWithoutAnyRestart() {
        watch.entry(new RunPaused(1, 1, "why"));
        nowMillis = 60_000;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
        watch.entry(new RunResumed(1, 1, "why"));
        nowMillis += RestartWatch.SOON_MILLIS;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
        nowMillis++;
        assertThatThrownBy(watch::requireSoon).isInstanceOf(ViolationException.class).hasMessageContaining("run 1 did not go on");
    }

    @Test
    void whileAMachineIsMissingNothingIsDue() {
        opens(1, ACME);
        restart();
        allUp = false;
        watch.died();
        nowMillis = 60_000;
        watch.back();
        watch.entry(new RunResumed(1, 2, "why"));
        nowMillis = 120_000;
        assertThatCode(watch::requireSoon).doesNotThrowAnyException();
    }

    @Test
    void onlyWhatWasInTheHandsOfAProcessThatDiedIsDoneAgain() {
        opens(1, ACME);
        begins(1, ACME);
        assertThatThrownBy(() -> begins(1, ACME)).isInstanceOf(ViolationException.class).hasMessageContaining("has not died meanwhile");
        watch.died(BETA);
        assertThatThrownBy(() -> begins(1, ACME)).isInstanceOf(ViolationException.class);
        watch.died(ACME);
        assertThatCode(() -> begins(1, ACME)).doesNotThrowAnyException();
        watch.claims(1);
        watch.died(ACME);
        assertThatThrownBy(() -> begins(1, ACME)).isInstanceOf(ViolationException.class).hasMessageContaining("of which it sent a claim");
    }

    private void restart() {
        watch.died();
        watch.back();
    }

    /** A round of a run, with one lease of the same number. */
    private void opens(long run, WorkerId worker) {
        watch.entry(new RoundOpened(1, run, 1, MODEL, List.of(worker), 1, 1_000));
        watch.entry(new Lease(1, run, run, 1, LeaseKind.TRAIN, worker.organization(), worker.worker(), MODEL, "reference", "train", 1, 1, 1, 1,
                1_000));
    }

    private void begins(long lease, WorkerId worker) {
        watch.begins(worker, lease, false);
    }
}

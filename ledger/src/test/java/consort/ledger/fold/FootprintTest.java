package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.JobDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of a state is what is said of it, measured on the heap. */
class FootprintTest {

    private static final List<String> WORKERS = List.of("acme/w1", "beta/w1", "carol/w1");
    private static final int ROUNDS = 1000;

    @Test
    void aStateTakesAboutSoMuchForEachEntry() {
        trained(1);
        long before = usedBytes();
        State state = trained(ROUNDS);
        long taken = usedBytes() - before;
        assertThat(taken / state.size()).isBetween(Footprint.ENTRY_BYTES * 2 / 3, Footprint.ENTRY_BYTES);
        assertThat(taken / ((long) ROUNDS * WORKERS.size())).as("of a worker and round").isBetween(600L, 850L);
        assertThat(state.size()).isGreaterThan(11L * ROUNDS);
    }

    private static State trained(int rounds) {
        LedgerBuilder ledger = LedgerBuilder.started();
        long run = ledger.submit(manyRounds());
        for (int round = 1; round <= rounds; round++) {
            ledger.round(run, WORKERS);
            ledger.claimAll(WORKERS, 1000);
            ledger.closeRound(run);
        }
        return ledger.state;
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static JobDocument manyRounds() {
        JobDocument job = LedgerBuilder.job();
        return new JobDocument("long", job.trainer(), job.model(), job.trainable(), job.data(), ROUNDS, job.steps(),
                job.seed(), job.weights(), job.cohort(), job.quorum(), job.gatherSeconds(), job.roundSeconds(), job.waitSeconds(),
                job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli());
    }
}

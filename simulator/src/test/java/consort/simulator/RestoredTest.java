package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.loop.RestoredMark;
import consort.ledger.disk.Disk;
import consort.simulator.Report.Figures;
import consort.simulator.fault.FaultSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every life of the coordinator begins as one whose ledger was restored: with waiting for what a member says it holds. */
class RestoredTest {

    private static final long SEEDS = 20;
    /** More entries than a simulated ledger has, so that no coordinator sees that an earlier one went on. */
    private static final long NEVER_OVER = 1L << 40;

    @Test
    void waitingForReportsAfterEveryCrashChangesNeitherModelsNorBill() {
        World restored = World.PLAIN.withDisks(RestoredTest::marked, UnaryOperator.identity());
        List<Figures> figures = LongStream.rangeClosed(1, SEEDS).parallel()
                .mapToObj(seed -> Simulation.runAndCompare(Plan.of(seed, FaultSet.HARMLESS), restored).figures()).toList();

        assertThat(figures).as("crashes did happen").anySatisfy(one -> assertThat(one.coordinatorDeaths()).isGreaterThan(2));
    }

    /** Once a job is there: before it, nobody may be there to report. One organization is enough, as another may have left. */
    private static Disk marked(Disk disk) {
        try {
            if (disk.list("docs").size() > 1) {
                new RestoredMark(NEVER_OVER, OptionalInt.of(1)).write(disk);
            }
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.JobDocument;
import consort.simulator.fault.FaultSet;
import consort.simulator.machine.Blow;
import consort.simulator.machine.BlowPlan;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One blow at each single call that changes a disk, in each way that a call can go wrong. */
class EverySyncPointTest {

    /** Few workers and one short job: a coordinator has many calls, and each is struck often. */
    private static final Undisturbed SHORT = new Undisturbed(11);
    /** Two workers and one job, of several rounds with evaluations: all that a worker does. */
    private static final Undisturbed WHOLE = new Undisturbed(155);
    private static final long SOON_MILLIS = 10_000;
    private static final Set<Blow> DEATHS = EnumSet.range(Blow.DEATH_BEFORE, Blow.DEATH_AFTER);

    @Test
    void theCoordinatorSurvivesABlowAtAnyCallToItsDisk() {
        coordinatorCalls().forEach(call -> {
            for (Blow blow : Blow.values()) {
                World world = World.PLAIN.withBlows(BlowPlan.once(call, blow), BlowPlan.NONE);
                SHORT.requireSame(call, blow, world, Report.Figures::coordinatorDeaths);
            }
        });
    }

    @Test
    void theCoordinatorSurvivesASecondBlowWhileItRecoversFromTheFirst() {
        coordinatorCalls().forEach(call -> {
            long second = call + 1 + call % 9;
            BlowPlan twice = (at, operation) -> at == call ? Optional.of(Blow.DEATH_MIDWAY)
                    : BlowPlan.once(second, Blow.DEATH_BEFORE).at(at, operation);
            SHORT.requireSame(call, Blow.DEATH_MIDWAY, World.PLAIN.withBlows(twice, BlowPlan.NONE),
                    Report.Figures::coordinatorDeaths);
        });
    }

    @Test
    void aWorkerSurvivesABlowAtAnyCallToItsDisk() {
        JobDocument job = Scenario.of(Plan.of(WHOLE.seed, FaultSet.NONE)).jobs().getFirst().document();
        assertThat(job.rounds()).isGreaterThanOrEqualTo(2);
        assertThat(job.evaluate()).isPresent();
        LongStream.range(0, WHOLE.report.figures().workerDiskCalls()).parallel().forEach(call -> {
            for (Blow blow : Blow.values()) {
                World world = World.PLAIN.withBlows(BlowPlan.NONE, BlowPlan.once(call, blow));
                WHOLE.requireSame(call, blow, world, Report.Figures::workerDeaths);
            }
        });
    }

    /** Those of a process: there is none while the ledger is founded. */
    private static LongStream coordinatorCalls() {
        Report.Figures figures = SHORT.report.figures();
        return LongStream.range(figures.foundingDiskCalls(), figures.coordinatorDiskCalls()).parallel();
    }

    /** What a seed comes to without any blow. */
    private static final class Undisturbed {

        private final long seed;
        private final Report report;

        private Undisturbed(long seed) {
            this.seed = seed;
            this.report = Simulation.run(Plan.of(seed, FaultSet.NONE), World.PLAIN);
        }

        private void requireSame(long call, Blow blow, World world, ToIntFunction<Report.Figures> deaths) {
            String where = "seed " + seed + ", " + blow + " at call " + call + ": ";
            try {
                Report hit = Simulation.run(Plan.of(seed, FaultSet.NONE), world);
                if (DEATHS.contains(blow)) {
                    assertThat(deaths.applyAsInt(hit.figures())).as(where + "processes lost").isPositive();
                }
                assertThat(hit.figures().longestStandstillMillis()).as(where + "until it went on").isLessThanOrEqualTo(SOON_MILLIS);
                // A worker has one task in hand; a coordinator has none.
                assertThat(hit.figures().tasksBegun()).as(where + "tasks begun")
                        .isBetween(report.figures().tasksBegun(), report.figures().tasksBegun() + hit.figures().workerDeaths());
                assertThat(hit.sameResult(report)).as(where + "%s instead of %s", hit, report).isTrue();
            } catch (ViolationException violation) {
                throw new AssertionError(where + violation.getMessage(), violation);
            }
        }
    }
}

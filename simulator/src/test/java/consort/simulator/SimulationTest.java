package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.simulator.Report.Figures;
import consort.simulator.fault.Fault;
import consort.simulator.fault.FaultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A failure names its seed and the command that repeats it. */
class SimulationTest {

    /** Twice each. A long swarm is {@code ./consort simulate --seed 1 --seeds 100000}. */
    private static final long SEEDS = Long.getLong("consort.simulator.seeds", 2000);
    private static final long COMPARED_SEEDS = 33;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Test
    void everyRunEndsAndEveryInvariantHoldsWhateverHappens() {
        List<Report> reports = new ArrayList<>();
        new Swarm(1, SEEDS, FaultSet.ALL, OptionalInt.empty(), THREADS).run(collecting(reports), line -> { });

        assertThat(reports).hasSize((int) SEEDS);
        assertThat(reports).anySatisfy(one -> assertThat(one.figures().abandonedRounds()).isPositive());
        assertThat(reports).anySatisfy(one -> assertThat(one.figures().refusals()).isPositive());
        assertThat(reports).anySatisfy(one -> assertThat(one.figures().findings()).isPositive());
        assertThat(reports.stream().flatMap(one -> one.ends().values().stream()).distinct()).hasSizeGreaterThan(1);
    }

    private static Swarm.Listener collecting(List<Report> reports) {
        return new Swarm.Listener() {
            @Override
            public synchronized void held(long seed, Report report) {
                reports.add(report);
            }

            @Override
            public void failed(ViolationException violation) {
                throw new AssertionError(violation.getMessage(), violation);
            }
        };
    }

    @Test
    void faultsThatMustDoNoHarmChangeNeitherModelsNorBill() {
        List<Figures> figures = LongStream.rangeClosed(1, COMPARED_SEEDS).parallel()
                .mapToObj(seed -> Simulation.runAndCompare(Plan.of(seed, FaultSet.HARMLESS), World.PLAIN).figures()).toList();

        assertThat(figures).as("crashes did happen").anySatisfy(one -> assertThat(one.coordinatorDeaths()).isGreaterThan(4));
        assertThat(figures).anySatisfy(one -> assertThat(one.workerDeaths()).isGreaterThan(10));
        assertThat(figures).anySatisfy(one -> assertThat(one.brokenChannels()).isGreaterThan(10));
    }

    @Test
    void workersDoTheirBenchmarksAgainInSome() {
        List<String> told = new ArrayList<>();

        LongStream.rangeClosed(1, 12).forEach(seed -> Simulation.run(Plan.of(seed, FaultSet.NONE), World.PLAIN.withTrace(told::add)));

        assertThat(told).anyMatch(line -> line.contains("the coordinator asks for the benchmark of trainer reference again"));
    }

    @Test
    void repeatsASeedToTheLastEvent() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();

        Report report = Simulation.run(Plan.of(5, FaultSet.ALL), World.PLAIN.withTrace(first::add));
        Report again = Simulation.run(Plan.of(5, FaultSet.ALL), World.PLAIN.withTrace(second::add));

        assertThat(again).isEqualTo(report);
        assertThat(second).isEqualTo(first);
        assertThat(Simulation.run(Plan.of(6, FaultSet.ALL), World.PLAIN).trace()).isNotEqualTo(report.trace());
    }

    /** Each alone, so that it is known of which kind a failure is. */
    @Test
    void everyKindOfFaultIsSurvivedByItself() {
        Arrays.stream(Fault.values()).parallel().forEach(fault -> LongStream.rangeClosed(1, 4).forEach(seed ->
                Simulation.run(Plan.of(seed, new FaultSet(Set.of(fault))), World.PLAIN)));
    }

    @Test
    void aJobHasAsManyRoundsAsOneAsksFor() {
        Report report = Simulation.run(new Plan(3, FaultSet.NONE, OptionalInt.of(6)), World.PLAIN);
        assertThat(report.models().values()).allSatisfy(models -> assertThat(models).hasSize(1 + 6));
    }
}

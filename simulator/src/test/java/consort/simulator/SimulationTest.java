package consort.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import consort.simulator.Report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A failure names its seed and the command that repeats it. */
class SimulationTest {

    private static final long SEEDS = 100;

    @Test
    void crashesChangeNeitherModelsNorBill() {
        List<Figures> figures = LongStream.rangeClosed(1, SEEDS).parallel()
                .mapToObj(seed -> Simulation.runAndCompare(seed, World.PLAIN).figures()).toList();

        assertThat(figures).as("crashes did happen").anySatisfy(one -> assertThat(one.coordinatorDeaths()).isGreaterThan(4));
        assertThat(figures).anySatisfy(one -> assertThat(one.workerDeaths()).isGreaterThan(10));
        assertThat(figures).anySatisfy(one -> assertThat(one.brokenChannels()).isGreaterThan(10));
    }

    @Test
    void everyRunEndsAndEveryInvariantHoldsWhateverHappens() {
        List<Report> reports = LongStream.rangeClosed(1, SEEDS).parallel()
                .mapToObj(seed -> Simulation.run(seed, Disturbance.EVERYTHING, World.PLAIN)).toList();

        assertThat(reports).anySatisfy(one -> assertThat(one.figures().abandonedRounds()).isPositive());
        assertThat(reports).anySatisfy(one -> assertThat(one.figures().refusals()).isPositive());
        assertThat(reports).anySatisfy(one -> assertThat(one.figures().findings()).isPositive());
        assertThat(reports.stream().flatMap(one -> one.ends().values().stream()).distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void workersDoTheirBenchmarksAgainInSome() {
        List<String> told = new ArrayList<>();

        LongStream.rangeClosed(1, 12).forEach(seed -> Simulation.run(seed, Disturbance.NONE, World.PLAIN.withTrace(told::add)));

        assertThat(told).anyMatch(line -> line.contains("the coordinator asks for the benchmark of trainer reference again"));
    }

    @Test
    void repeatsASeedToTheLastEvent() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();

        Report report = Simulation.run(5, Disturbance.EVERYTHING, World.PLAIN.withTrace(first::add));
        Report again = Simulation.run(5, Disturbance.EVERYTHING, World.PLAIN.withTrace(second::add));

        assertThat(again).isEqualTo(report);
        assertThat(second).isEqualTo(first);
    }
}

package consort.bench.rounds;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.pool.Connection;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Enrolled;
import consort.bench.pool.Founding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code storm}. */
@Command(name = "storm", mixinStandardHelpOptions = true,
        description = "Rounds of few resident workers while many others connect at once, beside rounds while nobody comes.")
public final class StormCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 5_000;

    @Option(names = "--workers", defaultValue = "2", description = "that do rounds (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--megabytes", defaultValue = "1", description = "of the model (default: ${DEFAULT-VALUE})")
    private long megabytes;

    @Option(names = "--storm", defaultValue = "500", description = "workers that connect at once (default: ${DEFAULT-VALUE})")
    private int storm;

    @Option(names = "--storms", defaultValue = "3", description = "how often; all of them are gone in between (default: ${DEFAULT-VALUE})")
    private int storms;

    @Option(names = "--warm-up", defaultValue = "200", description = "rounds before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--quiet", defaultValue = "50", description = "rounds before each storm, which are compared (default: ${DEFAULT-VALUE})")
    private int quiet;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx320m --add-modules=jdk.incubator.vector",
            description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE}, as the launcher has it)")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in)) {
            Founding founding = new Founding(Files.createDirectories(scratch.of("storm")));
            Path model = founding.initialModel(megabytes * 1_000_000);
            List<Enrolled> crowd = founding.enrollAll(storm);
            // All of them come from one address here.
            Map<String, String> settings = Map.of("CONSORT_SERVER_MAX_CONNECTIONS", Integer.toString(2 * storm + 10),
                    "CONSORT_SERVER_MAX_HANDSHAKES", Integer.toString(2 * storm), "CONSORT_SERVER_MAX_HANDSHAKES_PER_ADDRESS",
                    Integer.toString(2 * storm), "CONSORT_SERVER_CONNECTIONS_PER_SECOND_PER_ADDRESS", Integer.toString(2 * storm));
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, jvmFlags, settings);
                    Residents residents = new Residents(founding, workers, MOST_ROUNDS, model)) {
                measure(coordinator, residents, crowd);
            }
        }
        return 0;
    }

    private void measure(CoordinatorProcess coordinator, Residents residents, List<Enrolled> crowd) throws Exception {
        residents.millis(warmUp);
        List<Double> without = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        List<Double> storms = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int i = 0; i < this.storms; i++) {
            without.addAll(residents.millis(quiet));
            Duration before = coordinator.processorTime();
            long began = System.nanoTime();
            CompletableFuture<List<Connection>> coming = CompletableFuture.supplyAsync(() -> connect(crowd), Thread::startVirtualThread);
            int rounds = 0;
            while (!coming.isDone()) {
                during.add(residents.nextMillis());
                rounds++;
            }
            List<Connection> connected = coming.join();
            storms.add((System.nanoTime() - began) / 1e6);
            processor.add((double) coordinator.processorTime().minus(before).toMillis());
            print("storm " + (i + 1), "%d connected, %d rounds meanwhile".formatted(connected.size(), rounds));
            connected.forEach(Connection::close);
            residents.millis(quiet / 2);
        }
        print("rounds without a storm", Figures.of(without).spread("ms"));
        print("rounds in a storm", Figures.of(during).spread("ms") + ", %.2f x".formatted(
                Figures.of(during).median() / Figures.of(without).median()));
        print("until all are connected", Figures.of(storms).spread("ms"));
        print("processor time until then", Figures.of(processor).spread("ms"));
        print("the coordinator's memory", "%,d MB at most, no file's".formatted(coordinator.peakAnonymousBytes() / 1_000_000));
    }

    private static List<Connection> connect(List<Enrolled> crowd) {
        List<Connection> connections = crowd.stream().map(Connection::new).toList();
        connections.forEach(Connection::await);
        return connections;
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-28s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

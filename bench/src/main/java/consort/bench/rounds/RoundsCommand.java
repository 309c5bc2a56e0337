package consort.bench.rounds;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Founding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rounds}. */
@Command(name = "rounds", mixinStandardHelpOptions = true,
        description = "Whole rounds with workers that add a constant: a coordinator in a process of its own, mutual TLS, hashing, the ledger.")
public final class RoundsCommand implements Callable<Integer> {

    @Option(names = "--workers", defaultValue = "8", description = "how many (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--megabytes", defaultValue = "100", description = "of the model (default: ${DEFAULT-VALUE})")
    private long megabytes;

    @Option(names = "--rounds", defaultValue = "8", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "8", description = "rounds before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx320m -Xmn64m -XX:MaxDirectMemorySize=320m --add-modules=jdk.incubator.vector",
            description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE}, as the launcher has it)")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Option(names = "--workers-in", paramLabel = "DIR",
            description = "where the workers' files are: in a pool they are not on the coordinator's disk (default: as --in)")
    private Optional<Path> workersIn = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in); Scratch workersScratch = new Scratch(workersIn.orElse(in))) {
            Path root = Files.createDirectories(scratch.of("rounds"));
            Path members = Files.createDirectories(workersScratch.of("members"));
            Founding founding = new Founding(root, members);
            Path model = founding.initialModel(megabytes * 1_000_000);
            double millis;
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, jvmFlags, Map.of());
                    Residents residents = new Residents(founding, workers, warmUp + rounds + 3, model)) {
                residents.millis(warmUp);
                millis = measure(coordinator, residents, 2L * workers * Files.size(model));
            }
            floor(model, members, millis);
        }
        return 0;
    }

    /**
     * The median of the rounds.
     *
     * @param bytes that a round moves: the model to each worker, and its update back
     */
    private double measure(CoordinatorProcess coordinator, Residents residents, long bytes) throws Exception {
        long allocated = coordinator.allocatedBytes();
        Duration before = coordinator.processorTime();
        Duration own = ownProcessorTime();
        Figures millis = Figures.of(residents.millis(rounds));
        double seconds = coordinator.processorTime().minus(before).toMillis() / 1e3 / rounds;
        double garbage = (double) (coordinator.allocatedBytes() - allocated) / rounds;
        double ownSeconds = ownProcessorTime().minus(own).toMillis() / 1e3 / rounds;
        print("a round of " + workers + " x " + megabytes + " MB", millis.spread("ms"));
        print("processor time of the coordinator", "%.2f s a round, %.2f s a GB".formatted(seconds, seconds / (bytes / 1e9)));
        print("processor time of all workers", "%.2f s a round".formatted(ownSeconds));
        print("garbage of the coordinator", "%.1f MB a round, %.1f MB a GB".formatted(garbage / 1e6, garbage / 1e6 / (bytes / 1e9)));
        print("the coordinator's memory at most", "%,d MB, no file's".formatted(coordinator.peakAnonymousBytes() / 1_000_000));
        return millis.median();
    }

    private void floor(Path model, Path members, double millis) throws Exception {
        long bytes = Files.size(model) / Float.BYTES * Float.BYTES;
        try (Floor floor = new Floor(model.resolveSibling("floor"), workers, bytes)) {
            double least = floor.millis();
            print("the floor under it", "%.0f ms: %.2f x".formatted(least, millis / least));
            print("disks, which the floor leaves out", "%.0f ms for the files that a round syncs"
                    .formatted(RoundFiles.millis(model.getParent(), members, workers, bytes)));
        }
    }

    private static Duration ownProcessorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-34s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

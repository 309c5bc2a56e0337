package consort.bench.rounds;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Founding;
import consort.bench.pool.Job;
import consort.worker.folder.PartyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rounds}. */
@Command(name = "rounds", mixinStandardHelpOptions = true,
        description = "Whole rounds with workers that add a constant: a coordinator in a process of its own, mutual TLS, hashing, the ledger.")
public final class RoundsCommand implements Callable<Integer> {

    private static final String ORGANIZATION = "acme";
    private static final int PATIENCE_SECONDS = 600;
    private static final int END_SECONDS = 30;

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
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, jvmFlags, Map.of())) {
                measure(founding, coordinator, model, members);
            }
        }
        return 0;
    }

    private void measure(Founding founding, CoordinatorProcess coordinator, Path model, Path members) throws Exception {
        Beats beats = new Beats();
        List<ResidentWorker> residents = new ArrayList<>();
        founding.enroll(ORGANIZATION);
        for (int i = 1; i <= workers; i++) {
            PartyFolder folder = founding.join(ORGANIZATION, "w" + i, founding.invite(ORGANIZATION, "w" + i));
            residents.add(new ResidentWorker(folder, 2 * Files.size(model), beats));
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("worker-", 1).factory())) {
            List<Future<?>> running = new ArrayList<>();
            residents.forEach(resident -> running.add(threads.submit(resident)));
            // More than are waited for, so that what is measured is no run's end.
            founding.submit(Job.ofAll("rounds", ResidentWorker.TRAINER, ResidentWorker.DATA, warmUp + rounds + 3, 1, workers,
                    PATIENCE_SECONDS), model);
            beat(beats, running, 1);
            long before = beat(beats, running, warmUp + 1);
            Duration processor = coordinator.processorTime();
            Duration own = ownProcessorTime();
            List<Double> millis = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                long now = beat(beats, running, warmUp + 1 + round);
                millis.add((now - before) / 1e6);
                before = now;
            }
            Duration taken = coordinator.processorTime().minus(processor);
            Duration ownTaken = ownProcessorTime().minus(own);
            print("a round of " + workers + " x " + megabytes + " MB", Figures.of(millis).spread("ms"));
            print("processor time of the coordinator", "%.2f s a round".formatted(taken.toMillis() / 1e3 / rounds));
            print("processor time of all workers", "%.2f s a round".formatted(ownTaken.toMillis() / 1e3 / rounds));
            print("the coordinator's memory at most", "%,d MB, no file's".formatted(coordinator.peakAnonymousBytes() / 1_000_000));
            residents.forEach(ResidentWorker::stop);
            threads.shutdown();
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
            floor(model, members, Figures.of(millis).median());
        }
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

    /** Waits for a round; a worker that ended would keep it from coming. */
    private static long beat(Beats beats, List<Future<?>> running, long round) throws Exception {
        for (int waited = 0; waited < PATIENCE_SECONDS; waited++) {
            for (Future<?> worker : running) {
                if (worker.isDone()) {
                    throw new IllegalStateException("a worker ended: " + worker.get());
                }
            }
            try {
                return beats.await(1, round, 1);
            } catch (TimeoutException notYet) {
                // Look after the workers, then.
            }
        }
        throw new IllegalStateException("round " + round + " did not begin within " + PATIENCE_SECONDS + " s");
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-34s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

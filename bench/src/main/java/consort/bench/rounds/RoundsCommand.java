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
            Path root = Files.createDirectories(scratch.of("rounds"));
            Founding founding = new Founding(root);
            Path model = founding.initialModel(megabytes * 1_000_000);
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, jvmFlags, Map.of())) {
                measure(founding, coordinator, model);
            }
        }
        return 0;
    }

    private void measure(Founding founding, CoordinatorProcess coordinator, Path model) throws Exception {
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
            List<Double> millis = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                long now = beat(beats, running, warmUp + 1 + round);
                millis.add((now - before) / 1e6);
                before = now;
            }
            Duration taken = coordinator.processorTime().minus(processor);
            print("a round of " + workers + " x " + megabytes + " MB", Figures.of(millis).spread("ms"));
            print("processor time of the coordinator", "%.2f s a round".formatted(taken.toMillis() / 1e3 / rounds));
            print("its memory at most, no file's", "%,d MB".formatted(coordinator.peakAnonymousBytes() / 1_000_000));
            residents.forEach(ResidentWorker::stop);
            threads.shutdown();
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
            double floor = floor(model);
            print("the floor under it", "%.0f ms: %.2f x".formatted(floor, Figures.of(millis).median() / floor));
        }
    }

    private double floor(Path model) throws Exception {
        try (Floor floor = new Floor(model.resolveSibling("floor"), workers, Files.size(model) / Float.BYTES * Float.BYTES)) {
            return floor.millis();
        }
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

package consort.bench.workers;

import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Enrolled;
import consort.bench.pool.Founding;
import consort.certs.Tls;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code uploads}. */
@Command(name = "uploads", mixinStandardHelpOptions = true,
        description = "Many uploads that begin at once, within the memory of one coordinator.")
public final class UploadsCommand implements Callable<Integer> {

    private static final int OTHERS = 10;
    private static final int FIRST_BYTES = 16;

    @Option(names = "--uploads", defaultValue = "1000", description = "each of another worker (default: ${DEFAULT-VALUE})")
    private int uploads;

    @Option(names = "--megabytes", defaultValue = "2", description = "of each (default: ${DEFAULT-VALUE})")
    private int megabytes;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx256m -XX:MaxDirectMemorySize=128m",
            description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE})")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in)) {
            Founding founding = new Founding(Files.createDirectories(scratch.of("uploads")));
            List<Enrolled> workers = founding.enrollAll(uploads);
            List<String> tracked = new ArrayList<>(jvmFlags);
            tracked.add(CoordinatorProcess.TRACKING);
            // All of them come from one address here.
            Map<String, String> settings = Map.of("CONSORT_SERVER_MAX_CONNECTIONS", Integer.toString(uploads + OTHERS),
                    "CONSORT_SERVER_MAX_HANDSHAKES_PER_ADDRESS", "128", "CONSORT_SERVER_CONNECTIONS_PER_SECOND_PER_ADDRESS", "10000");
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, tracked, settings)) {
                return measure(coordinator, workers);
            }
        }
    }

    private int measure(CoordinatorProcess coordinator, List<Enrolled> workers) throws Exception {
        long before = coordinator.anonymousBytes();
        CountDownLatch connected = new CountDownLatch(workers.size());
        long began = System.nanoTime();
        int failed = 0;
        Duration processor;
        long allocated;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers.size(); i++) {
                Content content = new Content(i, megabytes * 1_000_000L);
                Enrolled worker = workers.get(i);
                running.add(threads.submit(() -> {
                    upload(worker, content, content.digest(), connected);
                    return null;
                }));
            }
            connected.await();
            print("until all are connected", "%.1f s".formatted((System.nanoTime() - began) / 1e9));
            began = System.nanoTime();
            processor = coordinator.processorTime();
            allocated = coordinator.allocatedBytes();
            for (Future<?> one : running) {
                failed += hasFailed(one) ? 1 : 0;
            }
        }
        print("%d x %d MB".formatted(workers.size(), megabytes), "%.1f s, %d failed".formatted((System.nanoTime() - began) / 1e9, failed));
        double gigabytes = workers.size() * megabytes / 1e3;
        print("processor time of the coordinator", "%.2f s a GB".formatted(
                coordinator.processorTime().minus(processor).toMillis() / 1e3 / gigabytes));
        print("garbage of the coordinator", "%.1f MB a GB".formatted((coordinator.allocatedBytes() - allocated) / 1e6 / gigabytes));
        print("resident, no file's", "%d MB at most, %d MB before".formatted(coordinator.peakAnonymousBytes() / 1_000_000, before / 1_000_000));
        print("buffers, of which none is given back", "%d MB".formatted(coordinator.directBytes() / 1_000_000));
        return failed == 0 ? 0 : 1;
    }

    private boolean hasFailed(Future<?> upload) throws InterruptedException {
        try {
            upload.get();
            return false;
        } catch (ExecutionException failure) {
            print("an upload failed", String.valueOf(failure.getCause()));
            return true;
        }
    }

    /** Connects with a first small upload, waits for all others, and uploads. */
    private static void upload(Enrolled worker, Content content, String digest, CountDownLatch connected)
            throws IOException, StatusException, InterruptedException {
        try (CoordinatorChannel channel = new CoordinatorChannel(worker.coordinator(), new Route.Direct(),
                Tls.client(worker::credential, worker.authority(), Clock.systemUTC()))) {
            BlobClient blobs = new BlobClient(channel);
            try {
                Content first = new Content(content.number(), FIRST_BYTES);
                blobs.store(first.digest(), first);
            } finally {
                connected.countDown();
            }
            connected.await();
            blobs.store(digest, content);
        }
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-38s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

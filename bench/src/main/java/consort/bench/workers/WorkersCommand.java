package consort.bench.workers;

import com.sun.management.UnixOperatingSystemMXBean;
import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.pool.Connection;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Enrolled;
import consort.bench.pool.Founding;
import consort.bench.pool.Job;
import consort.bench.transfer.BareMessages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code workers}. */
@Command(name = "workers", mixinStandardHelpOptions = true,
        description = "Many workers connected over mutual TLS: the coordinator's memory with their number, and what their messages take.")
public final class WorkersCommand implements Callable<Integer> {

    /** The ledger admits no larger cohort. */
    private static final int MOST_LEASES = 500;
    private static final long MODEL_BYTES = 1000;
    private static final long PATIENCE_SECONDS = 6000;
    private static final int CONNECTING_AT_ONCE = 4;
    private static final long BATCH_MILLIS = 10;
    private static final int OTHER_HANDLES = 300;
    private static final long LEASES_MILLIS = 3_000;

    @Option(names = "--workers", defaultValue = "2500", description = "how many at last (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--points", defaultValue = "5", description = "of the curve to that number (default: ${DEFAULT-VALUE})")
    private int points;

    @Option(names = "--beats", defaultValue = "10000", description = "messages a second of all together (default: ${DEFAULT-VALUE})")
    private int beats;

    @Option(names = "--seconds", defaultValue = "20",
            description = "for which they say that they are there, after half as long that does not count (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx100m -Xmn16m -XX:MaxDirectMemorySize=64m -XX:TrimNativeHeapInterval=2000", description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE})")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireHandles();
        try (Scratch scratch = new Scratch(in)) {
            Founding founding = new Founding(Files.createDirectories(scratch.of("workers")));
            String connections = Integer.toString(workers + 10);
            List<String> tracked = new ArrayList<>(jvmFlags);
            tracked.add(CoordinatorProcess.TRACKING);
            // All of them come from one address here.
            long began = System.nanoTime();
            List<Enrolled> enrolled = founding.enrollAll(workers);
            print("enrolling " + workers, "%.0f s".formatted((System.nanoTime() - began) / 1e9));
            Map<String, String> settings = Map.of("CONSORT_SERVER_MAX_CONNECTIONS", connections,
                    "CONSORT_SERVER_MAX_HANDSHAKES_PER_ADDRESS", "128", "CONSORT_SERVER_CONNECTIONS_PER_SECOND_PER_ADDRESS", "1000");
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, tracked, settings)) {
                double cores = measure(founding, coordinator, enrolled);
                bare(Files.createDirectories(scratch.of("bare")), cores);
            }
        }
        return 0;
    }

    private static long handles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount() : Long.MAX_VALUE;
    }

    /** Each connection takes a handle here and one at the coordinator, which has the same limit. */
    private void requireHandles() {
        if (handles() < workers + OTHER_HANDLES) {
            throw new CommandLine.ParameterException(spec.commandLine(), "this shell allows " + handles()
                    + " open files a process, and " + workers + " workers need " + (workers + OTHER_HANDLES) + ": raise it with 'ulimit -n', or take"
                    + " fewer --workers");
        }
    }

    /** The same messages over sockets with the same TLS and nothing else, whose far end is in this process: two handles a connection. */
    private void bare(Path folder, double cores) throws InterruptedException {
        int connections = Math.min(workers, (int) Math.min(Integer.MAX_VALUE, handles() - OTHER_HANDLES) / 2);
        try (BareMessages messages = new BareMessages(folder, connections)) {
            beat(messages::send, connections, Math.ceilDiv(seconds, 2));
            long receivedBefore = messages.received();
            Duration before = messages.processorTime();
            List<Double> late = beat(messages::send, connections, seconds);
            double bare = messages.processorTime().minus(before).toMillis() / 1e3 / seconds;
            print("over bare sockets", "%,d connections, %,.0f messages a second, late by %s: %.3f cores, so the coordinator takes %.2f x"
                    .formatted(connections, (messages.received() - receivedBefore) / (double) seconds, Figures.of(late).spread("ms"), bare,
                            cores / bare));
        }
    }

    /** Cores that messages take. */
    private double measure(Founding founding, CoordinatorProcess coordinator, List<Enrolled> enrolled) throws Exception {
        List<Connection> connected = new ArrayList<>();
        try {
            print("connected", "heap after a collection, buffers outside of it, resident and no file's");
            tell(coordinator, 0);
            for (int point = 1; point <= points; point++) {
                int until = (int) ((long) workers * point / points);
                connect(connected, enrolled.subList(connected.size(), until));
                tell(coordinator, connected.size());
            }
            founding.submit(Job.ofAll("waiting", Connection.TRAINER, Connection.DATA, 1, 1_000_000, Math.min(workers, MOST_LEASES),
                    PATIENCE_SECONDS), founding.initialModel(MODEL_BYTES));
            Thread.sleep(LEASES_MILLIS);
            print("with a task", Long.toString(connected.stream().filter(Connection::hasLease).count()));
            IntConsumer beat = connection -> connected.get(connection).beat();
            beat(beat, connected.size(), Math.ceilDiv(seconds, 2));
            Duration before = coordinator.processorTime();
            List<Double> late = beat(beat, connected.size(), seconds);
            double cores = coordinator.processorTime().minus(before).toMillis() / 1e3 / seconds;
            print("messages a second", "%,d, late by %s".formatted(beats, Figures.of(late).spread("ms")));
            print("cores that they take", "%.3f".formatted(cores));
            tell(coordinator, connected.size());
            return cores;
        } finally {
            connected.forEach(Connection::close);
        }
    }

    /** Two cores' worth of handshakes at a time. */
    private static void connect(List<Connection> connected, List<Enrolled> workers) {
        for (int from = 0; from < workers.size(); from += CONNECTING_AT_ONCE) {
            List<Connection> some = workers.subList(from, Math.min(from + CONNECTING_AT_ONCE, workers.size())).stream().map(Connection::new).toList();
            some.forEach(Connection::await);
            connected.addAll(some);
        }
    }

    /** Evenly, over all connections in turn. */
    private List<Double> beat(IntConsumer send, int connections, int forSeconds) {
        List<Double> late = new ArrayList<>();
        int batch = (int) Math.max(1, beats * BATCH_MILLIS / 1000);
        long began = System.nanoTime();
        int next = 0;
        for (long sent = 0; sent < (long) beats * forSeconds; sent += batch) {
            long due = began + sent * 1_000_000_000L / beats;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            late.add((System.nanoTime() - due) / 1e6);
            for (int i = 0; i < batch; i++) {
                send.accept(next);
                next = (next + 1) % connections;
            }
        }
        return late;
    }

    private void tell(CoordinatorProcess coordinator, int connections) throws IOException, InterruptedException {
        print("%,d".formatted(connections), "%.0f MB, %.0f MB, %.0f MB".formatted(coordinator.liveHeapBytes() / 1e6,
                coordinator.directBytes() / 1e6, coordinator.anonymousBytes() / 1e6));
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-24s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

package consort.bench.workers;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Enrolled;
import consort.bench.pool.Founding;
import consort.certs.Tls;
import consort.worker.network.Route;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairness}. */
@Command(name = "fairness", mixinStandardHelpOptions = true, description = "Small uploads of one worker: while nobody else is there, beside"
        + " another that uploads as fast as it is let, and beside many that began and send no more.")
public final class FairnessCommand implements Callable<Integer> {

    private static final int OTHERS = 10;
    private static final long SETTLE_MILLIS = 1_000;

    @Option(names = "--megabytes", defaultValue = "4", description = "of each small upload (default: ${DEFAULT-VALUE})")
    private int megabytes;

    @Option(names = "--uploads", defaultValue = "30", description = "that count, each time (default: ${DEFAULT-VALUE})")
    private int uploads;

    @Option(names = "--warm-up", defaultValue = "60", description = "uploads before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--huge", defaultValue = "2000", paramLabel = "MEGABYTES", description = "of the other's upload (default: ${DEFAULT-VALUE})")
    private long huge;

    @Option(names = "--silent", defaultValue = "200", description = "that send no more, and then a byte a second each (default: ${DEFAULT-VALUE})")
    private int silent;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx256m -XX:MaxDirectMemorySize=128m",
            description = "flags of the coordinator's JVM (default: ${DEFAULT-VALUE})")
    private List<String> jvmFlags;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    private int sent;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in)) {
            Founding founding = new Founding(Files.createDirectories(scratch.of("fairness")));
            List<Enrolled> workers = founding.enrollAll(silent + 2);
            // All of them come from one address here.
            Map<String, String> settings = Map.of("CONSORT_SERVER_MAX_CONNECTIONS", Integer.toString(silent + OTHERS),
                    "CONSORT_SERVER_MAX_HANDSHAKES_PER_ADDRESS", "128", "CONSORT_SERVER_CONNECTIONS_PER_SECOND_PER_ADDRESS", "10000");
            Enrolled small = workers.getFirst();
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, jvmFlags, settings);
                    CoordinatorChannel channel = new CoordinatorChannel(small.coordinator(), new Route.Direct(),
                            Tls.client(small::credential, small.authority(), Clock.systemUTC()))) {
                boolean stored = measure(new BlobClient(channel), workers);
                print("resident, no file's", "%d MB at most".formatted(coordinator.peakAnonymousBytes() / 1_000_000));
                return stored ? 0 : 1;
            }
        }
    }

    /** Whether every upload was stored. */
    private boolean measure(BlobClient blobs, List<Enrolled> workers) throws Exception {
        millis(blobs, warmUp);
        double alone = tell("alone", millis(blobs, uploads), Double.NaN);
        boolean stored;
        try (GreedyPeer _ = new GreedyPeer(workers.get(1), huge * 1_000_000)) {
            Thread.sleep(SETTLE_MILLIS);
            stored = tried("beside a huge upload", blobs, alone);
        }
        List<Enrolled> others = workers.subList(2, workers.size());
        stored &= besideMany("beside %d that send no more".formatted(silent), others, false, blobs, alone);
        stored &= besideMany("beside %d that send 1 B/s".formatted(silent), others, true, blobs, alone);
        return stored & tried("alone again", blobs, alone);
    }

    private boolean besideMany(String what, List<Enrolled> others, boolean trickling, BlobClient blobs, double alone) throws Exception {
        try (SilentPeers _ = new SilentPeers(others, trickling)) {
            // Until all are connected, at the pace at which handshakes begin.
            Thread.sleep(SETTLE_MILLIS + 20L * silent);
            return tried(what, blobs, alone);
        }
    }

    private boolean tried(String what, BlobClient blobs, double alone) throws Exception {
        try {
            tell(what, millis(blobs, uploads), alone);
            return true;
        } catch (StatusException failed) {
            print("%d MB %s".formatted(megabytes, what), "FAILED, upload number " + sent + ": " + Failures.text(failed.getStatus()));
            return false;
        }
    }

    private List<Double> millis(BlobClient blobs, int times) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Content content = new Content(++sent, megabytes * 1_000_000L);
            String digest = content.digest();
            long began = System.nanoTime();
            blobs.store(digest, content);
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return millis;
    }

    private double tell(String what, List<Double> millis, double alone) {
        Figures figures = Figures.of(millis);
        print("%d MB %s".formatted(megabytes, what), figures.spread("ms") + (Double.isNaN(alone) ? "" : ", %.2f x".formatted(
                figures.median() / alone)));
        return figures.median();
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-34s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

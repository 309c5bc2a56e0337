package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Usage;
import consort.ledger.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger-append}. */
@Command(name = "ledger-append", mixinStandardHelpOptions = true,
        description = "Durable entries a second: bursts of signed claims through the coordinator's loop, each with its observation, to the last receipt.")
public final class AppendCommand implements Callable<Integer> {

    private static final int WARM_UP = 4;

    @Option(names = "--workers", defaultValue = "500", description = "claims in a burst (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--bursts", defaultValue = "15", description = "bursts that count (default: ${DEFAULT-VALUE})")
    private int bursts;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "a folder on the disk to measure (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> syncs = new ArrayList<>();
        long heapBefore = 0;
        long entriesBefore = 0;
        try (Scratch scratch = new Scratch(in); BareWork bare = new BareWork(scratch.of("bare"))) {
            CountingDisk disk = new CountingDisk(new FileDisk(scratch.of("ledger")));
            try (Consortium consortium = new Consortium(disk, workers, 1, in)) {
                consortium.train(WARM_UP + bursts);
                for (int burst = 0; burst < WARM_UP + bursts; burst++) {
                    List<SignedClaim> claims = consortium.claims();
                    long syncsBefore = disk.syncs();
                    long bytesBefore = disk.bytes();
                    double seconds = offerAll(consortium, claims);
                    long synced = Math.max(1, disk.syncs() - syncsBefore);
                    double bareSeconds = bare.seconds(claims, disk.bytes() - bytesBefore, synced);
                    if (burst == WARM_UP) {
                        heapBefore = Usage.liveHeapBytes();
                        entriesBefore = consortium.size();
                    }
                    if (burst >= WARM_UP) {
                        rates.add(2 * workers / seconds);
                        bareRates.add(2 * workers / bareSeconds);
                        ratios.add(seconds / bareSeconds);
                        syncs.add((double) synced);
                    }
                }
                print("heap after %,d more entries".formatted(consortium.size() - entriesBefore), "%.1f MiB, before them %.1f MiB"
                        .formatted(Usage.liveHeapBytes() / 1048576.0, heapBefore / 1048576.0));
            }
        }
        print("claims and observations, durable, every claim's signature verified",
                Figures.of(rates).spread("entries/s"));
        print("the same hashes, signatures and syncs bare, on all cores", Figures.of(bareRates).spread("entries/s"));
        print("time against bare", Figures.of(ratios).spread("x"));
        print("syncs in a burst of " + workers + " claims", Figures.of(syncs).spread("syncs"));
        return 0;
    }

    /** Two threads offer, as calls' threads do. */
    private static double offerAll(Consortium consortium, List<SignedClaim> claims) throws InterruptedException {
        CountDownLatch receipted = new CountDownLatch(claims.size());
        consortium.onReceipt((worker, seq) -> receipted.countDown());
        long start = System.nanoTime();
        claims.parallelStream().forEach(consortium::offer);
        receipted.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        return seconds;
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-75s %s%n", what, figure);
    }
}

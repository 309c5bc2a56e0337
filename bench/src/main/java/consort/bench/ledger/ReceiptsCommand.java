package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Usage;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger-receipts}. */
@Command(name = "ledger-receipts", mixinStandardHelpOptions = true,
        description = "How long a worker waits for its receipt when claims arrive at an even pace without a pause, from when each was due.")
public final class ReceiptsCommand implements Callable<Integer> {

    private static final int WARM_UP_SECONDS = 15;
    private static final int CALL_THREADS = 2;
    /** While the round of one group closes and its next one opens, the other's claims keep the pace. */
    private static final int GROUPS = 2;

    @Option(names = "--rate", defaultValue = "1000", description = "claims a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--workers", defaultValue = "500", description = "claims in a round (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--seconds", defaultValue = "30", description = "that count (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "a folder on the disk to measure (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    /** A claim whose receipt is awaited. */
    private record Awaited(WorkerId worker, long seq) {
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Scratch scratch = new Scratch(in);
                BareWork bare = new BareWork(scratch.of("bare"));
                ExecutorService calls = Executors.newFixedThreadPool(CALL_THREADS)) {
            CountingDisk disk = new CountingDisk(new FileDisk(scratch.of("ledger")));
            Deque<SignedClaim> last = new ArrayDeque<>();
            try (Consortium consortium = new Consortium(disk, GROUPS * workers, GROUPS, in)) {
                consortium.train(rate * (WARM_UP_SECONDS + seconds) / (GROUPS * workers) + 2);
                pace(consortium, WARM_UP_SECONDS * rate, calls, last);
                long heapBefore = Usage.liveHeapBytes();
                long entriesBefore = consortium.size();
                long bytesBefore = disk.bytes();
                print("receipt after claim, " + rate + " claims/s for " + seconds + " s",
                        Figures.of(pace(consortium, seconds * rate, calls, last)));
                int bytesOfOne = Math.toIntExact((disk.bytes() - bytesBefore) / (seconds * rate));
                List<SignedClaim> same = List.copyOf(last);
                new BarePace(bare, bytesOfOne).millis(same, WARM_UP_SECONDS * rate, rate, calls);
                print("the same hashes, signatures and syncs bare",
                        Figures.of(new BarePace(bare, bytesOfOne).millis(same, seconds * rate, rate, calls)));
                print("heap after %,d more entries: %.1f MiB, before them %.1f MiB".formatted(consortium.size() - entriesBefore,
                        Usage.liveHeapBytes() / 1048576.0, heapBefore / 1048576.0));
            }
        }
        return 0;
    }

    /**
     * @param last gets the claims of the last round
     * @return milliseconds from when each claim was due to its receipt: a late start counts as waiting, and so does a late task
     */
    private List<Double> pace(Consortium consortium, int times, ExecutorService calls, Deque<SignedClaim> last) throws InterruptedException {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        Map<Awaited, Long> awaited = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(times);
        consortium.onReceipt((worker, seq) -> {
            millis.add((System.nanoTime() - awaited.remove(new Awaited(worker, seq))) / 1e6);
            left.countDown();
        });
        int[] done = {0};
        Pace.keep(times, rate, due -> {
            SignedClaim claim = consortium.claim(consortium.task(done[0]++ / workers % GROUPS));
            last.addLast(claim);
            if (last.size() > workers) {
                last.removeFirst();
            }
            awaited.put(new Awaited(claim.worker(), claim.seq()), due);
            calls.execute(() -> consortium.offer(claim));
        });
        left.await();
        return millis;
    }

    private void print(String what, Figures millis) {
        print(String.format(Locale.ROOT, "%-50s median %.2f ms, p99 %.2f ms, greatest %.2f ms", what, millis.median(),
                millis.percentile(99), millis.percentile(100)));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}

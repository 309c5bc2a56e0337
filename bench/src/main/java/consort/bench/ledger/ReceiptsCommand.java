package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.WorkerId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger-receipts}. */
@Command(name = "ledger-receipts", mixinStandardHelpOptions = true,
        description = "How long a worker waits for its receipt when claims arrive at an even pace, from when each was due.")
public final class ReceiptsCommand implements Callable<Integer> {

    private static final int WARM_UP = 4;
    private static final int CALL_THREADS = 2;
    private static final int BARE_BYTES = 2048;

    @Option(names = "--rate", defaultValue = "1000", description = "claims a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--workers", defaultValue = "500", description = "claims in a round (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "20", description = "rounds that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "a folder on the disk to measure (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        List<Double> bareMillis = new ArrayList<>();
        try (Scratch scratch = new Scratch(in);
                BareWork bare = new BareWork(scratch.of("bare"));
                ExecutorService calls = Executors.newFixedThreadPool(CALL_THREADS);
                Consortium consortium = new Consortium(new FileDisk(scratch.of("ledger")), workers)) {
            consortium.train(WARM_UP + rounds);
            for (int round = 0; round < WARM_UP + rounds; round++) {
                List<Double> waits = pace(consortium, consortium.claims(), calls);
                for (int i = 0; i < workers; i += 10) {
                    bareMillis.add(1e3 * bare.syncSeconds(BARE_BYTES));
                }
                if (round >= WARM_UP) {
                    millis.addAll(waits);
                }
            }
        }
        print("receipt after claim, " + rate + " claims/s", Figures.of(millis));
        print("one sync of " + BARE_BYTES + " bytes, alone", Figures.of(bareMillis));
        return 0;
    }

    /** @return milliseconds from when each claim was due to its receipt: a late start counts as waiting */
    private List<Double> pace(Consortium consortium, List<SignedClaim> claims, ExecutorService calls) throws InterruptedException {
        Map<WorkerId, Long> receipted = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(claims.size());
        consortium.onReceipt((worker, seq) -> {
            receipted.put(worker, System.nanoTime());
            left.countDown();
        });
        Map<WorkerId, Long> due = new HashMap<>();
        long start = System.nanoTime();
        for (int i = 0; i < claims.size(); i++) {
            SignedClaim claim = claims.get(i);
            long at = start + i * 1_000_000_000L / rate;
            due.put(claim.worker(), at);
            while (System.nanoTime() < at) {
                LockSupport.parkNanos(at - System.nanoTime());
            }
            calls.execute(() -> consortium.offer(claim));
        }
        left.await();
        consortium.settled();
        return due.entrySet().stream().map(one -> (receipted.get(one.getKey()) - one.getValue()) / 1e6).toList();
    }

    private void print(String what, Figures millis) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-45s median %.2f ms, p99 %.2f ms, greatest %.2f ms%n", what,
                millis.median(), millis.percentile(99), millis.percentile(100));
    }
}

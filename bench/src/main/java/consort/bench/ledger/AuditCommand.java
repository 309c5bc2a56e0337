package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Stopwatch;
import consort.bench.Usage;
import consort.ledger.audit.AuditListener;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger-audit}. */
@Command(name = "ledger-audit", mixinStandardHelpOptions = true,
        description = "A whole audit of a ledger of signed entries, beside a bare loop over the same hashes and signatures on all cores.")
public final class AuditCommand implements Callable<Integer> {

    @Option(names = "--entries", defaultValue = "1000000", description = "at least (default: ${DEFAULT-VALUE})")
    private long entries;

    @Option(names = "--workers", defaultValue = "500", description = "workers of a round (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--runs", defaultValue = "3", description = "audits that count, after one that does not (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where the ledger is written (default: here)")
    private Path in;

    @Option(names = "--ledger", paramLabel = "DIR",
            description = "the ledger itself: written there if there is none, and kept for the next time (default: written and deleted)")
    private Optional<Path> kept;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Scratch scratch = new Scratch(in)) {
            Path ledger = kept.orElseGet(() -> scratch.of("ledger"));
            if (!Files.exists(ledger.resolve(SignedCheckpoint.PATH))) {
                write(ledger);
            }
            BareAudit bare = new BareAudit(ledger);
            print("entries of the ledger", "%,d".formatted(bare.size()));
            measure(bare, ledger);
            print("heap at the last entry", "%.1f MiB more than before the first".formatted(heapBytes(ledger) / 1048576.0));
        }
        return 0;
    }

    private void measure(BareAudit bare, Path ledger) throws IOException {
        List<Stopwatch> audits = new ArrayList<>();
        List<Stopwatch> bares = new ArrayList<>();
        for (int run = -1; run < runs; run++) {
            Stopwatch bareTime = Stopwatch.of(bare::run);
            Stopwatch time = Stopwatch.of(() -> audit(ledger, AuditListener.NONE));
            if (run >= 0) {
                bares.add(bareTime);
                audits.add(time);
            }
        }
        print("audit", Figures.of(audits, Stopwatch::seconds).spread("s"));
        print("bare loop on all cores", Figures.of(bares, Stopwatch::seconds).spread("s"));
        print("audit against bare", ratios(audits, bares, Stopwatch::seconds).spread("x"));
        print("  in processor time", ratios(audits, bares, Stopwatch::processorSeconds).spread("x"));
        print("  of the audit", Figures.of(audits, Stopwatch::processorSeconds).spread("s"));
    }

    private static Figures ratios(List<Stopwatch> audits, List<Stopwatch> bares, ToDoubleFunction<Stopwatch> of) {
        return Figures.of(IntStream.range(0, audits.size())
                .mapToObj(run -> of.applyAsDouble(audits.get(run)) / of.applyAsDouble(bares.get(run))).toList());
    }

    /** What the state of all entries takes on the heap, and whatever else an audit holds. */
    private static long heapBytes(Path ledger) throws IOException {
        long size = new BareAudit(ledger).size();
        long before = Usage.liveHeapBytes();
        long[] atTheEnd = new long[1];
        audit(ledger, (state, entry) -> {
            if (entry.index() == size - 1) {
                atTheEnd[0] = Usage.liveHeapBytes();
            }
        });
        return atTheEnd[0] - before;
    }

    private void write(Path ledger) throws IOException, InterruptedException {
        try (Consortium consortium = new Consortium(new FileDisk(ledger), workers, 1, in)) {
            consortium.train(Math.toIntExact(entries / (3L * workers) + 1));
            while (consortium.size() < entries) {
                List<SignedClaim> claims = consortium.claims();
                CountDownLatch left = new CountDownLatch(claims.size());
                consortium.onReceipt((worker, seq) -> left.countDown());
                claims.parallelStream().forEach(consortium::offer);
                left.await();
            }
        }
    }

    private static void audit(Path ledger, AuditListener listener) throws IOException {
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(ledger))).onAllCores().heardBy(listener).run();
        if (!(verdict instanceof AuditVerdict.ConsistentNotAuthenticated)) {
            throw new IllegalStateException("the ledger does not hold: " + verdict);
        }
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-30s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

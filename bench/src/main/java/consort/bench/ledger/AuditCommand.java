package consort.bench.ledger;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.TileSource;
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Scratch scratch = new Scratch(in)) {
            Path ledger = scratch.of("ledger");
            print("entries of the ledger", "%,d".formatted(write(ledger)));
            BareAudit bare = new BareAudit(ledger);
            List<Double> seconds = new ArrayList<>();
            List<Double> bareSeconds = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            bare.seconds();
            audit(ledger);
            for (int run = 0; run < runs; run++) {
                bareSeconds.add(bare.seconds());
                seconds.add(audit(ledger));
                ratios.add(seconds.getLast() / bareSeconds.getLast());
            }
            print("audit", Figures.of(seconds).spread("s"));
            print("bare loop on all cores", Figures.of(bareSeconds).spread("s"));
            print("audit against bare", Figures.of(ratios).spread("x"));
        }
        return 0;
    }

    private long write(Path ledger) throws IOException, InterruptedException {
        try (Consortium consortium = new Consortium(new FileDisk(ledger), workers)) {
            consortium.train(Math.toIntExact(entries / (3L * workers) + 1));
            while (consortium.size() < entries) {
                List<SignedClaim> claims = consortium.claims();
                CountDownLatch left = new CountDownLatch(claims.size());
                consortium.onReceipt((worker, seq) -> left.countDown());
                claims.parallelStream().forEach(consortium::offer);
                left.await();
                consortium.settled();
            }
            return consortium.size();
        }
    }

    private static double audit(Path ledger) throws IOException {
        long start = System.nanoTime();
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(ledger))).onAllCores().run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!(verdict instanceof AuditVerdict.ConsistentNotAuthenticated)) {
            throw new IllegalStateException("the ledger does not hold: " + verdict);
        }
        return seconds;
    }

    private void print(String what, String figure) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-30s %s%n", what, figure);
        spec.commandLine().getOut().flush();
    }
}

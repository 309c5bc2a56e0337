package consort.ledger.audit;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.JobDocument;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.LogStore;
import consort.ledger.log.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Ledgers as long as wanted, for measuring: organizations train, run after run, and are billed after each, or after many. All entries are
 * signed and keep all rules; most are leases, claims and observations, as in life. The same length gives the same bytes.
 *
 * <p>As a program: {@code LargeLedger FOLDER ENTRIES [RUNS ORGANIZATIONS]} writes the ledger there, billed after so many runs each time (1), of
 * so many organizations (10), and {@code trust.json} beside the folder.
 */
public final class LargeLedger {

    private static final int ORGANIZATIONS = 10;
    private static final int ROUNDS_OF_RUN = 200;
    private static final int EVALUATED_EVERY = 10;
    private static final int BATCH = 2048;
    private static final int PUBLISHED_EVERY = 1 << 16;

    private final Path folder;
    private final LogStore store;
    private final LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter()).withoutVerifying();
    private final List<String> workers;

    private LargeLedger(Path folder, LogStore store, int organizations) {
        this.folder = folder;
        this.store = store;
        this.workers = IntStream.range(0, organizations).mapToObj(i -> "org" + i + "/w1").toList();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Trust trust = write(folder, Long.parseLong(arguments[1]), arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1,
                arguments.length > 3 ? Integer.parseInt(arguments[3]) : ORGANIZATIONS);
        Files.writeString(folder.resolveSibling("trust.json"), trust.json());
    }

    /**
     * Writes a folder as a coordinator serves it.
     *
     * @param folder an empty one, or none
     * @param entries how many there are at least; no more than a round has, more
     * @return what one who joined at the beginning keeps
     */
    public static Trust write(Path folder, long entries) throws IOException {
        return write(folder, entries, 1, ORGANIZATIONS);
    }

    /**
     * The same, with fewer bills, or of others.
     *
     * @param runs after how many there is a bill; the last one is billed in any case
     * @param organizations how many train, with a worker each: three at least
     */
    public static Trust write(Path folder, long entries, int runs, int organizations) throws IOException {
        FileDisk disk = new FileDisk(folder);
        Files.createDirectories(folder.resolve("docs"));
        Trust trust;
        try (LogStore store = LogStore.open(disk, LedgerBuilder.key(LedgerBuilder.ORIGIN).verifierKey())) {
            LargeLedger large = new LargeLedger(folder, store, organizations);
            large.grow(entries, runs);
            trust = LedgerFolder.trust(large.ledger);
        }
        disk.create(TrustPolicy.PATH, new TrustPolicy(trust.logKey()).text().getBytes(StandardCharsets.UTF_8));
        LedgerFolder.deleteFolder(folder.resolve("journal"));
        return trust;
    }

    private void grow(long entries, int runs) throws IOException {
        workers.forEach(worker -> ledger.join(worker.substring(0, worker.indexOf('/')), 100, 1));
        for (int run = 1; ledger.state.size() < entries; run++) {
            ledger.submit(job(run));
            for (int round = 1; round <= ROUNDS_OF_RUN && ledger.state.size() < entries; round++) {
                train(run, round);
            }
            if (run % runs == 0 || ledger.state.size() >= entries) {
                ledger.closePeriod();
            }
        }
        drain(0);
        store.publish(ledger.logKey);
    }

    private void train(int run, int round) throws IOException {
        ledger.round(run, workers);
        ledger.claimAll(workers.subList(1, workers.size()), 1000L * (round % 60 + 1));
        ledger.refusedClaim(workers.getFirst(), "norm-too-large");
        ledger.closeRound(run);
        if (round % EVALUATED_EVERY == 0) {
            ledger.evaluate(run, workers.get(round / EVALUATED_EVERY % workers.size()), 500_000 + round);
        }
        drain(BATCH);
    }

    /** Nothing is kept here but the state. */
    private void drain(int more) throws IOException {
        if (ledger.entries.size() < more) {
            return;
        }
        for (Map.Entry<String, byte[]> document : ledger.documents.entrySet()) {
            Files.write(folder.resolve("docs").resolve(document.getKey()), document.getValue());
        }
        ledger.documents.clear();
        long before = store.size();
        store.append(ledger.entries);
        ledger.entries.clear();
        if (before / PUBLISHED_EVERY != store.size() / PUBLISHED_EVERY) {
            store.publish(ledger.logKey);
        }
    }

    private static JobDocument job(int run) {
        JobDocument job = LedgerBuilder.job();
        return new JobDocument("long" + run, job.trainer(), job.model(), job.trainable(), job.data(), ROUNDS_OF_RUN, job.steps(),
                run, job.weights(), new JobDocument.Cohort(2, ORGANIZATIONS), job.quorum(), job.gatherSeconds(), job.roundSeconds(),
                job.waitSeconds(), job.dropoutSeconds(), job.maxAbandonedRounds(), job.maxUpdateNormMillionths(), job.maxUpdateBytes(),
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli(), job.leastSteps());
    }
}

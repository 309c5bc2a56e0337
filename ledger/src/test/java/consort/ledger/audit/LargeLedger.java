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
 * Ledgers as long as wanted, for measuring: ten organizations train, run after run, and are billed after each. All entries are
 * signed and keep all rules; most are leases, claims and observations, as in life. The same length gives the same bytes.
 *
 * <p>As a program: {@code LargeLedger FOLDER ENTRIES} writes the ledger there, and {@code trust.json} beside the folder.
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
    private final List<String> workers = IntStream.range(0, ORGANIZATIONS).mapToObj(i -> "org" + i + "/w1").toList();

    private LargeLedger(Path folder, LogStore store) {
        this.folder = folder;
        this.store = store;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Trust trust = write(folder, Long.parseLong(arguments[1]));
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
        FileDisk disk = new FileDisk(folder);
        Files.createDirectories(folder.resolve("docs"));
        Trust trust;
        try (LogStore store = LogStore.open(disk, LedgerBuilder.key(LedgerBuilder.ORIGIN).verifierKey())) {
            LargeLedger large = new LargeLedger(folder, store);
            large.grow(entries);
            trust = LedgerFolder.trust(large.ledger);
        }
        disk.create(TrustPolicy.PATH, new TrustPolicy(trust.logKey()).text().getBytes(StandardCharsets.UTF_8));
        LedgerFolder.deleteFolder(folder.resolve("journal"));
        return trust;
    }

    private void grow(long entries) throws IOException {
        workers.forEach(worker -> ledger.join(worker.substring(0, worker.indexOf('/')), 100, 1));
        for (int run = 1; ledger.state.size() < entries; run++) {
            ledger.submit(job(run));
            for (int round = 1; round <= ROUNDS_OF_RUN && ledger.state.size() < entries; round++) {
                train(run, round);
            }
            ledger.closePeriod();
        }
        drain(0);
        store.publish(ledger.logKey);
    }

    private void train(int run, int round) throws IOException {
        ledger.round(run, workers);
        ledger.claimAll(workers.subList(1, ORGANIZATIONS), 1000L * (round % 60 + 1));
        ledger.refusedClaim(workers.getFirst(), "norm-too-large");
        ledger.closeRound(run);
        if (round % EVALUATED_EVERY == 0) {
            ledger.evaluate(run, workers.get(round / EVALUATED_EVERY % ORGANIZATIONS), 500_000 + round);
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
                job.scales(), job.settings(), job.evaluate(), job.stepWorkMilli());
    }
}

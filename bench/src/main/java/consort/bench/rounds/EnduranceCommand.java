package consort.bench.rounds;

import consort.bench.Scratch;
import consort.bench.pool.CoordinatorProcess;
import consort.bench.pool.Founding;
import consort.bench.pool.Job;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.TileSource;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code endurance}. */
@Command(name = "endurance", mixinStandardHelpOptions = true,
        description = "Very many rounds with small workers that come and go: what the coordinator and the workers hold must not grow, but for ledger and"
                + " receipts.")
public final class EnduranceCommand implements Callable<Integer> {

    private static final String ORGANIZATION = "acme";
    private static final int PATIENCE_SECONDS = 300;
    private static final int SAMPLES = 10;
    /** What a connection that comes or goes may make of a difference. */
    private static final int SLACK = 16;

    @Option(names = "--workers", defaultValue = "8", description = "how many (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "2000", description = "in all (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--rounds-of-a-run", defaultValue = "100", description = "one run after another (default: ${DEFAULT-VALUE})")
    private int roundsOfRun;

    @Option(names = "--kilobytes", defaultValue = "20", description = "of the model (default: ${DEFAULT-VALUE})")
    private long kilobytes;

    @Option(names = "--seed", defaultValue = "1", description = "of who comes and goes when (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where everybody's files are (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch(in)) {
            Path root = Files.createDirectories(scratch.of("endurance"));
            Founding founding = new Founding(root);
            Path model = founding.initialModel(kilobytes * 1000);
            List<Sample> samples;
            try (CoordinatorProcess coordinator = CoordinatorProcess.serve(founding, List.of("-Xmx320m"),
                    Map.of("CONSORT_RETENTION_UPDATE_ROUNDS", "2", "CONSORT_RETENTION_MODEL_EVERY", "50"))) {
                samples = endure(founding, coordinator, model);
            }
            return judge(samples) && verified(founding) ? 0 : 1;
        }
    }

    private List<Sample> endure(Founding founding, CoordinatorProcess coordinator, Path model) throws Exception {
        founding.enroll(ORGANIZATION);
        List<PartyFolder> folders = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            folders.add(founding.join(ORGANIZATION, "w" + i, founding.invite(ORGANIZATION, "w" + i)));
        }
        Beats beats = new Beats();
        List<Sample> samples = new ArrayList<>();
        say(Sample.HEADER);
        try (Churn churn = new Churn(folders, Math.ceilDiv(workers, 2), 2 * Files.size(model), beats, new Random(seed))) {
            long done = 0;
            for (int run = 1; done < rounds; run++) {
                founding.submit(new Job("run-" + run, ResidentWorker.TRAINER, ResidentWorker.DATA, roundsOfRun, 1, workers,
                        Math.ceilDiv(workers, 4), 0, 60, 2, 1000), model);
                for (int round = 1; round <= roundsOfRun && done < rounds; round++, done++) {
                    beats.await(run, round, PATIENCE_SECONDS);
                    churn.round();
                    if ((done + 1) % Math.max(1, rounds / SAMPLES) == 0) {
                        samples.add(new Sample(done + 1, coordinator.anonymousBytes(), Held.by(coordinator, founding.operator()),
                                Held.byWorkers(folders.stream().map(PartyFolder::path).toList())));
                        say(samples.getLast().row());
                    }
                }
            }
            say("seed " + seed + ": of " + workers + " workers " + churn.story() + ", and came back");
        }
        return samples;
    }

    /** After the second sample nothing may grow but ledger and receipts, and the coordinator's heap with what is folded of the ledger. */
    private boolean judge(List<Sample> samples) {
        Sample first = samples.get(Math.min(1, samples.size() - 1));
        Sample last = samples.getLast();
        return judgeCoordinator(first.coordinator(), last.coordinator()) & judgeWorkers(first.workers(), last.workers());
    }

    private boolean judgeCoordinator(Held first, Held last) {
        boolean handles = last.handles() <= first.handles() + SLACK;
        boolean threads = last.threads() <= first.threads() + SLACK;
        boolean heap = last.heapBytes() - first.heapBytes() <= last.growingBytes() - first.growingBytes();
        boolean files = last.otherBytes() <= 2 * first.otherBytes();
        say("the coordinator's handles %s, threads %s, heap %s, files %s".formatted(word(handles), word(threads), word(heap), word(files)));
        return handles && threads && heap && files;
    }

    /** Between half of them and all are there at a time. */
    private boolean judgeWorkers(Held first, Held last) {
        boolean handles = last.handles() <= 2 * first.handles();
        boolean threads = last.threads() <= 2 * first.threads();
        boolean heap = last.heapBytes() <= 2 * first.heapBytes();
        boolean files = last.otherBytes() <= 2 * first.otherBytes();
        say("the workers' handles %s, threads %s, heap %s, files %s".formatted(word(handles), word(threads), word(heap), word(files)));
        return handles && threads && heap && files;
    }

    private static String word(boolean flat) {
        return flat ? "flat" : "GROW";
    }

    private boolean verified(Founding founding) throws IOException {
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(founding.operator().resolve("ledger")))).onAllCores().run();
        boolean holds = verdict instanceof AuditVerdict.ConsistentNotAuthenticated;
        say(holds ? "the ledger verifies" : "THE LEDGER DOES NOT VERIFY: " + verdict);
        return holds;
    }

    private void say(String line) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%s%n", line);
        spec.commandLine().getOut().flush();
    }
}

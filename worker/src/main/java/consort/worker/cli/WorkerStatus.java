package consort.worker.cli;

import consort.certs.CertsException;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.worker.benchmark.Benchmarks;
import consort.worker.control.Control;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.outbox.ProofFiles;
import consort.worker.policy.Budget;
import consort.worker.witness.WitnessState;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort worker status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "What this worker does, whether it takes tasks, and what it lent. Needs no coordinator.")
final class WorkerStatus implements Callable<Integer> {

    private static final double MILLIS_PER_HOUR = 3_600_000;
    /** What a worker says of itself while it is paused, and takes back within a second after. */
    private static final Set<String> OF_A_PAUSE = Set.of("takesTasks", "reason", "untilMillis", "deviceFree");

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException {
        PartyFolder folder = WorkerFolders.required(dir.folder());
        Control control = new Control(folder);
        boolean running = control.isRunning();
        JsonObject state = present(control, running);
        JsonObject.Builder json = JsonObject.builder();
        state.members().forEach(json::put);
        String name = folder.enrolled().organization() + "/" + folder.enrolled().worker().orElseThrow();
        json.put("worker", name).put("running", running).put("paused", control.isPaused()).put("leaving", control.isLeaving());
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        List<String> lines = lines(name, running, control, state.fields(), config);
        if (!running) {
            Stopped stopped = Stopped.of(folder, control);
            lines.addAll(1, stopped.lines());
            stopped.addTo(json);
        }
        certificate(folder, running, lines, json);
        proofs(new ProofFiles(new FileDisk(folder.path())), lines, json);
        WitnessState.of(folder).ifPresent(witness -> {
            lines.add("  " + witness.line());
            json.put("witness", witness.json());
        });
        json.put("scores", scores(folder, config, lines));
        reporting.print(String.join("\n", lines), json.build());
        return ExitCodes.OK;
    }

    /** One that cannot be read keeps nobody from being told the rest. */
    private static void certificate(PartyFolder folder, boolean running, List<String> lines, JsonObject.Builder json) {
        try {
            CertificateEnd certificate = CertificateEnd.of(folder.credential(), Instant.now());
            certificate.addTo(json);
            certificate.warning(running ? "the output of worker run says why; ask the operator of the coordinator before it ends"
                            : "worker run renews it, so start it before it ends")
                    .ifPresent(warning -> lines.add(1, "  " + warning));
        } catch (CertsException unreadable) {
            lines.add(1, "  WARNING: the certificate cannot be used: " + unreadable.getMessage());
            json.put("certificateProblem", unreadable.getMessage());
        }
    }

    /** Of what the worker published, that which is true now: a session that is over does nothing, and lent what it lent. */
    private static JsonObject present(Control control, boolean running) {
        JsonObject state = control.state().orElse(JsonObject.EMPTY);
        if (!running) {
            return Control.lent(state);
        }
        boolean resumed = !control.isPaused() && state.members().containsKey("paused") && state.fields().flag("paused");
        JsonObject.Builder json = JsonObject.builder();
        state.members().forEach((name, value) -> {
            if (!name.equals("paused") && !(resumed && OF_A_PAUSE.contains(name))) {
                json.put(name, value);
            }
        });
        return json.build();
    }

    private static List<String> lines(String name, boolean running, Control control, JsonFields state, WorkerConfig config) {
        List<String> lines = new ArrayList<>();
        lines.add(name + " " + (running ? "runs" : "does not run") + (control.isPaused() ? ", paused" : "")
                + (control.isLeaving() ? ", leaving" : ""));
        if (state.has("stage")) {
            lines.add("  " + (state.flag("connected") ? "connected" : "not connected") + ", "
                    + (state.has("lease") ? "lease " + amount(state, "lease") + " (" + state.text("stage", 100) + ")" : "no task")
                    + (state.flag("outstandingReceipt") ? ", a receipt is outstanding" : ""));
        }
        if (state.has("takesTasks")) {
            lines.add(state.flag("takesTasks") ? "  takes tasks" : "  takes no tasks: " + state.text("reason", 100) + until(state)
                    + (state.flag("deviceFree") ? "; the device is free" : ""));
        }
        if (state.has("todayDeviceMillis")) {
            Budget budget = config.policy().budget();
            lines.add("  lent today " + hours(amount(state, "todayDeviceMillis"), budget.dayMillis()) + ", this month "
                    + hours(amount(state, "monthDeviceMillis"), budget.monthMillis()) + ", of which "
                    + hours(amount(state, "monthAcceptedMillis"), OptionalLong.empty()) + " were accepted");
        }
        return lines;
    }

    /** Of the receipts, which the ledger was seen to hold: whoever withholds a proof may have dropped the entry. */
    private static void proofs(ProofFiles files, List<String> lines, JsonObject.Builder json) throws IOException {
        long receipts = files.receipts();
        List<Long> unproven = files.lacking();
        json.put("receipts", receipts).put("unprovenReceipts", unproven.size());
        Optional<Checkpoint> newest = files.checkpoint().map(SignedCheckpoint::checkpoint);
        newest.ifPresent(checkpoint -> json.put("checkpointSize", checkpoint.size()));
        if (receipts > 0 || newest.isPresent()) {
            lines.add("  " + receipts + " receipts, " + (receipts - unproven.size()) + " of them proven"
                    + newest.map(checkpoint -> "; the ledger had " + checkpoint.size() + " entries").orElse(""));
        }
        if (unproven.size() > 0) {
            long oldest = unproven.getFirst();
            OptionalLong since = files.claimedMillis(oldest);
            since.ifPresent(millis -> json.put("unprovenSinceMillis", millis));
            lines.add("  no proof yet of what receipt " + oldest + " says" + (since.isPresent()
                    ? ", of " + Instant.ofEpochMilli(since.getAsLong()).truncatedTo(ChronoUnit.SECONDS) : ""));
        }
    }

    /** Of the benchmarks that were entered; empty where the charter has no reference speeds. */
    private static List<JsonObject> scores(PartyFolder folder, WorkerConfig config, List<String> lines) throws IOException {
        List<JsonObject> scores = new ArrayList<>();
        Optional<CharterDocument> charter = KeptCharter.kept(folder);
        if (charter.isPresent()) {
            Benchmarks benchmarks = new Benchmarks(new FileDisk(folder.path()), charter.get(), config);
            for (ReferenceSpeed reference : benchmarks.possible()) {
                if (benchmarks.entered(reference.trainer()).isPresent()) {
                    long score = benchmarks.scoreMilli(reference.trainer());
                    lines.add("  score " + score + "/1000 with trainer " + reference.trainer());
                    scores.add(JsonObject.builder().put("trainer", reference.trainer()).put("scoreMilli", score).build());
                } else {
                    lines.add("  no benchmark yet of trainer " + reference.trainer() + ", so no training with it");
                }
            }
        }
        return scores;
    }

    private static String until(JsonFields state) {
        return state.has("untilMillis") ? ", until " + Instant.ofEpochMilli(amount(state, "untilMillis")) : "";
    }

    private static String hours(long millis, OptionalLong cap) {
        String lent = "%.2f".formatted(millis / MILLIS_PER_HOUR);
        return lent + (cap.isPresent() ? " of " + cap.getAsLong() / (long) MILLIS_PER_HOUR : "") + " device hours";
    }

    private static long amount(JsonFields state, String name) {
        return state.integer(name, 0, JsonValue.MAX_INTEGER);
    }
}

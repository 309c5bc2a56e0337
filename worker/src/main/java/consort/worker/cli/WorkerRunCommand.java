package consort.worker.cli;

import consort.certs.Credential;
import consort.certs.Identity;
import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;
import consort.worker.isolation.MissingPrograms;
import consort.worker.run.WorkerRun;
import consort.worker.session.Effect;
import consort.worker.session.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort worker run}. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Lend this machine's devices until stopped with Ctrl-C or SIGTERM. Prints one line for every event.")
final class WorkerRunCommand implements Callable<Integer> {

    private static final long STOP_SECONDS = 40;

    /** LocalTime's own text leaves out seconds that are 0. */
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PartyFolder folder = WorkerFolders.required(dir.folder());
        Enrolled enrolled = folder.enrolled();
        if (new Control(folder).isLeaving()) {
            throw new CommandFailure(ExitCodes.FOLDER, "this worker leaves, or has left; consort worker leave --dir " + folder.path()
                    + " goes on with that. For a new one ask for an invite");
        }
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        if (config.trainers().isEmpty() || config.data().isEmpty()) {
            throw new ConfigException(folder.workerYaml() + " offers no "
                    + (config.trainers().isEmpty() ? "trainers" : "data") + ", so no job can use this worker; "
                    + WorkerYaml.FILL_IN);
        }
        requirePrograms(folder, config);
        requireData(folder, config);
        requireOwnCertificate(folder, enrolled);
        Isolating isolating = Isolations.orRefuse(folder, config);
        tell(new Notice(isolating instanceof Isolating.By ? Notice.Kind.SITE : Notice.Kind.PROBLEM, isolating.text()));
        WorkerRun run = new WorkerRun(folder, config, proxy.route(folder, folder.coordinator()), isolating, this::tell);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, ended), "stop"));
        try {
            Effect.Exit exit = run.run();
            return exit.exitCode();
        } finally {
            ended.countDown();
        }
    }

    /** A trainer that cannot be started would fail every task that asks for it. */
    private static void requirePrograms(PartyFolder folder, WorkerConfig config) {
        List<String> missing = MissingPrograms.of(folder, config, System.getenv());
        if (!missing.isEmpty()) {
            throw new ConfigException(folder.workerYaml() + ": " + String.join("; ", missing));
        }
    }

    /** A data set that is not there would fail every task that asks for it, and cost others their round. */
    private static void requireData(PartyFolder folder, WorkerConfig config) {
        config.data().forEach((name, path) -> {
            if (!Files.isReadable(path)) {
                throw new ConfigException(folder.workerYaml() + ": data '" + name + "' is at " + path
                        + ", which does not exist or cannot be read; correct the path, or take the name out");
            }
        });
    }

    private static void requireOwnCertificate(PartyFolder folder, Enrolled enrolled) {
        Credential credential = folder.credential();
        Identity identity = credential.issued().identity();
        boolean own = identity instanceof Identity.Worker worker && worker.organization().value().equals(enrolled.organization())
                && enrolled.worker().filter(worker.worker().value()::equals).isPresent();
        if (!own) {
            throw new CommandFailure(ExitCodes.CERTIFICATE, folder.credentialFile() + " is the certificate of "
                    + identity.describe() + ", and this folder is that of " + enrolled.organization() + "/"
                    + enrolled.worker().orElse("") + "; put its own certificate back, or join again in a new folder");
        }
        OwnClock.requireNotBefore(credential, "this worker's certificate");
        Instant now = Instant.now();
        Instant end = credential.certificate().getNotAfter().toInstant();
        if (end.isBefore(now)) {
            throw new CommandFailure(ExitCodes.CERTIFICATE, "this worker's certificate ended at " + end
                    + "; perhaps this machine's clock is wrong, else ask your organization for a new invite and join again");
        }
    }

    /** Runs when a signal ends the process: the trainer goes first, then the process, with 0 as it was asked for. */
    private static void stop(WorkerRun run, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        run.stop("stopped by a signal");
        try {
            if (ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCodes.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(Notice notice) {
        String kind = notice.kind().name().toLowerCase(Locale.ROOT);
        reporting.print("%s  %-8s  %s".formatted(LocalTime.now().format(CLOCK), kind, notice.text()),
                JsonObject.builder()
                        .put("timeMillis", System.currentTimeMillis())
                        .put("event", kind)
                        .put("text", notice.text())
                        .build());
    }
}

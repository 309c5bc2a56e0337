package consort.worker.cli;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Entries;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import consort.worker.control.Ending;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import consort.worker.run.WorkerRun;
import consort.worker.session.Effect;
import consort.worker.session.Notice;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort worker leave}. */
@Command(name = "leave", mixinStandardHelpOptions = true,
        description = {"Leave the consortium: hand the task back, wait for the receipt that is outstanding, and enter in the ledger"
                + " that this worker has left.", "It cannot be taken back; what was earned stays. Give it again should it be cut off."})
final class WorkerLeave implements Callable<Integer> {

    private static final long SETTLE_SECONDS = 120;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "left by itself",
            description = "Stands in the ledger, for all to read: printable ASCII, at most 300 characters.")
    private String reason;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException, InterruptedException {
        PartyFolder folder = WorkerFolders.required(dir.folder());
        Enrolled enrolled = folder.enrolled();
        String name = enrolled.organization() + "/" + enrolled.worker().orElseThrow();
        Control control = new Control(folder);
        if (control.ending().filter(Ending::left).isPresent()) {
            report(folder, name, true);
            return ExitCodes.OK;
        }
        if (!yes && !Consent.asked("Let " + name + " leave for good?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "nothing was changed");
        }
        control.leave(reason);
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            if (!hasSigned(own)) {
                settle(folder, control);
            }
            Optional<Status> refusal = depart(folder, own, enrolled);
            if (refusal.isPresent()) {
                reportUnknown(folder, name, Failures.text(refusal.get()));
                return ExitCodes.OK;
            }
        }
        control.end(new Ending(System.currentTimeMillis(), ExitCodes.OK, "it left the consortium: " + reason, true));
        report(folder, name, false);
        return ExitCodes.OK;
    }

    private void report(PartyFolder folder, String name, boolean already) {
        String receipts = folder.path().resolve("receipts").toString();
        reporting.print(name + " has left" + (already ? " already" : "") + ". Keep " + receipts + " and " + folder.trustFile()
                + ": they prove what it is owed. Its keys, cache, work and logs may be deleted",
                JsonObject.builder().put("worker", name).put("left", true).put("already", already).put("keep", receipts).build());
    }

    /** The answer was lost, and whoever is refused cannot ask: the ledger may hold the departure or not. */
    private void reportUnknown(PartyFolder folder, String name, String refusal) {
        String receipts = folder.path().resolve("receipts").toString();
        reporting.print(name + " signed that it leaves, and its certificate counts no more: " + refusal
                + ". Whether the ledger holds the departure, consort member status shows its organization, which else ends its part"
                + " with consort member withdraw. Keep " + receipts + " and " + folder.trustFile() + ": they prove what it is owed",
                JsonObject.builder().put("worker", name).put("left", false).put("signed", true).put("refused", refusal)
                        .put("keep", receipts).build());
    }

    /**
     * Enters the departure: the one of an earlier attempt, if its answer was lost.
     *
     * @return the refusal of the certificate, when it is not known whether the one of an earlier attempt was entered
     */
    private Optional<Status> depart(PartyFolder folder, OwnEntries own, Enrolled enrolled) throws IOException, StatusException {
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            if (own.sendLeft(disk).stream().noneMatch(WorkerLeave::isDeparture)) {
                own.append(disk, seq -> new Departure(System.currentTimeMillis(), enrolled.organization(),
                        enrolled.worker().orElseThrow(), seq, reason));
            }
            return Optional.empty();
        } catch (StatusException e) {
            if (!hasSigned(own) || !isRefused(folder, e.getStatus())) {
                throw e;
            }
            return Optional.of(e.getStatus());
        }
    }

    private static boolean hasSigned(OwnEntries own) throws IOException {
        return own.unsent().stream().anyMatch(WorkerLeave::isDeparture);
    }

    private static boolean isDeparture(byte[] entry) {
        try {
            return Entries.parse(entry).body() instanceof Departure;
        } catch (MalformedEntryException | UnknownEntryTypeException other) {
            return false;
        }
    }

    /** Whether the certificate was refused for another reason than its age. */
    private static boolean isRefused(PartyFolder folder, Status status) {
        boolean expired = Instant.now().isAfter(folder.credential().certificate().getNotAfter().toInstant());
        return !expired && (Failures.refusedByAlert(status) || status.getCode() == Status.Code.UNAUTHENTICATED);
    }

    /** Waits until no process runs the worker and nothing stands in its outbox. */
    private void settle(PartyFolder folder, Control control) throws IOException, InterruptedException {
        if (control.isRunning()) {
            reporting.say("waiting until the running worker has handed its task back, or has its receipt");
            if (!Waiting.until(SETTLE_SECONDS, () -> !control.isRunning())) {
                throw outstanding(folder);
            }
        }
        if (!new FileDisk(folder.path()).list("outbox").isEmpty()) {
            sendOutstanding(folder);
        }
    }

    /** Runs the worker for what it has in its outbox; as it is leaving, it takes no task, and ends with the receipt. */
    private void sendOutstanding(PartyFolder folder) throws IOException, InterruptedException {
        WorkerRun run = new WorkerRun(folder, WorkerConfig.read(folder.workerYaml()),
                folder.route(folder.coordinator(), System.getenv()), new Isolating.Not("as none will run"), this::tell);
        CompletableFuture.delayedExecutor(SETTLE_SECONDS, TimeUnit.SECONDS).execute(() -> run.stop("no receipt came"));
        Effect.Exit exit = run.run();
        if (exit.exitCode() != ExitCodes.OK) {
            throw new CommandFailure(exit.exitCode(), exit.message());
        }
        if (!new FileDisk(folder.path()).list("outbox").isEmpty()) {
            throw outstanding(folder);
        }
    }

    private static CommandFailure outstanding(PartyFolder folder) {
        return new CommandFailure(ExitCodes.UNREACHABLE, "no receipt came within " + SETTLE_SECONDS + " s for what stands in "
                + folder.path().resolve("outbox") + "; it takes no more tasks. Give this command again when the coordinator answers");
    }

    private void tell(Notice notice) {
        reporting.say("  " + notice.text());
    }
}

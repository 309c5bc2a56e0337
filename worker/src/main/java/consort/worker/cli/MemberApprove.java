package consort.worker.cli;

import consort.ledger.entry.Approval;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.json.JsonObject;
import consort.worker.copy.SubmittedJob;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code consort member approve}. What is signed is the digest of the job's document, which is fetched and read out first. What an
 * earlier command left unsent goes first, so that after a lost answer the same command finds its approval entered.
 */
@Command(name = "approve", mixinStandardHelpOptions = true,
        description = "Read what a job says and will take, and approve it with the organization's key.")
final class MemberApprove implements Callable<Integer> {

    private static final int LEAST_CHARACTERS = 8;

    @Parameters(paramLabel = "JOB",
            description = "The job's SHA-256, or its first 8 characters or more, as 'consort member status' shows it.")
    private String wanted;

    @Option(names = "--yes", description = "Approve without being asked.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        String organization = Office.of(folder).organization();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            own.settle();
            JsonObject status = OwnStatus.fetch(channel, organization);
            refuseWithdrawn(status);
            Optional<JsonObject> before = named(OwnStatus.list(status, "approved"));
            if (before.isPresent()) {
                refuseWithdrawnLongAgo(before.get());
                report(organization, OwnStatus.string(before.get(), "job"), true, Optional.empty());
                return ExitCodes.OK;
            }
            JsonObject waiting = waiting(status);
            String digest = OwnStatus.string(waiting, "job");
            SubmittedJob job = SubmittedJob.fetch(channel, new FolderKeys(folder, channel), digest,
                    OwnStatus.number(waiting, "entry"));
            agree(organization, job, waiting);
            own.append(seq -> new Approval(System.currentTimeMillis(), organization, seq, digest));
            report(organization, digest, false, Optional.of(job));
        }
        return ExitCodes.OK;
    }

    private void agree(String organization, SubmittedJob job, JsonObject waiting) {
        JobText.lines(job).forEach(reporting::say);
        reporting.say("");
        reporting.say("It " + OwnStatus.string(waiting, "waitsFor") + ".");
        reporting.say("");
        if (!yes && !Consent.asked("Does " + organization + " approve one run of this job?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "the job was not approved; nothing was sent");
        }
    }

    /** Also when it was approved before: what that is worth now is what matters. */
    private void refuseWithdrawn(JsonObject status) {
        named(OwnStatus.list(status, "withdrawnJobs")).ifPresent(job -> {
            throw new CommandFailure(ExitCodes.REFUSED, "job " + OwnStatus.string(job, "name") + " was withdrawn by the operator (entry "
                    + OwnStatus.number(job, "entry") + "): " + OwnStatus.string(job, "reason")
                    + "; it never runs, and there is nothing to approve");
        });
    }

    /** In a period that is closed: the status tells no more of it than the entry. */
    private void refuseWithdrawnLongAgo(JsonObject approved) {
        if (approved.fields().has("withdrawnEntry")) {
            throw new CommandFailure(ExitCodes.REFUSED, "job " + OwnStatus.string(approved, "job") + " was withdrawn by the operator (entry "
                    + OwnStatus.number(approved, "withdrawnEntry") + "); it never runs, and there is nothing to approve");
        }
    }

    private JsonObject waiting(JsonObject status) {
        List<JsonObject> jobs = OwnStatus.list(status, "jobs");
        return named(jobs).orElseThrow(() -> new CommandFailure(ExitCodes.REFUSED, "no job " + wanted + " waits for approvals; "
                + (jobs.isEmpty() ? "none does" : "those that do: " + String.join(", ",
                        jobs.stream().map(job -> OwnStatus.string(job, "name") + " " + OwnStatus.string(job, "job")).toList()))));
    }

    /** The one job that was meant. */
    private Optional<JsonObject> named(List<JsonObject> jobs) {
        List<JsonObject> meant = jobs.stream().filter(job -> OwnStatus.string(job, "job").startsWith(wanted)).toList();
        if (!meant.isEmpty() && wanted.length() < LEAST_CHARACTERS || meant.size() > 1) {
            throw new CommandFailure(ExitCodes.USAGE, "\"" + wanted + "\" may mean "
                    + (meant.size() > 1 ? meant.size() + " jobs" : "more than one job") + "; give more of the digest, at least "
                    + LEAST_CHARACTERS + " characters");
        }
        return meant.stream().findFirst();
    }

    private void report(String organization, String digest, boolean already, Optional<SubmittedJob> job) {
        JsonObject.Builder json = JsonObject.builder().put("organization", organization).put("job", digest)
                .put("already", already)
                .putIfPresent("estimate", job.flatMap(SubmittedJob::estimate).map(EstimateDocument::json));
        reporting.print(organization + (already ? " has approved this job already: " : " approved the job: ") + digest, json.build());
    }
}

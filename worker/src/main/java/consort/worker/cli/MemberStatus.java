package consort.worker.cli;

import static consort.worker.cli.OwnStatus.flag;
import static consort.worker.cli.OwnStatus.list;
import static consort.worker.cli.OwnStatus.number;
import static consort.worker.cli.OwnStatus.string;

import consort.ledger.json.JsonObject;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort member status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Show how the organization stands: its workers, people, invites, device time of the open period,"
                + " jobs that wait for approvals, and bills that are not paid.")
final class MemberStatus implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws StatusException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = folder.enrolled();
        if (enrolled.worker().isPresent()) {
            throw new CommandFailure(ExitCodes.FOLDER, folder.path() + " is the folder of " + enrolled.describe()
                    + "; name the organization's own with --dir, or see consort worker status");
        }
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            JsonObject status = OwnStatus.fetch(channel, enrolled.organization());
            // Opening the channel renewed it, where it was due and could be.
            CertificateEnd certificate = CertificateEnd.of(folder.credential(), Instant.now());
            JsonObject.Builder json = JsonObject.builder();
            // A newer coordinator may know these names as well: what is said under them is of this folder.
            status.members().forEach((name, value) -> {
                if (!CertificateEnd.NAMES.contains(name)) {
                    json.put(name, value);
                }
            });
            certificate.addTo(json);
            reporting.print(text(status) + warning(certificate), json.build());
        }
        return ExitCodes.OK;
    }

    private static String invite(JsonObject invite) {
        return flag(invite, "outdated")
                ? "\n  void invite for " + string(invite, "for") + ": it names a retired authority; invite again"
                : "\n  open invite for " + string(invite, "for") + ", until "
                        + Instant.ofEpochMilli(number(invite, "expiresMillis")).truncatedTo(ChronoUnit.SECONDS);
    }

    static String warning(CertificateEnd certificate) {
        return certificate.warning("'consort member renew' says why; ask the operator of the coordinator before it ends")
                .map(warning -> "\n  " + warning).orElse("");
    }

    static String text(JsonObject status) {
        StringBuilder text = new StringBuilder(string(status, "organization")).append(" in ").append(string(status, "origin"));
        if (flag(status, "revoked")) {
            text.append(": REVOKED by the operator");
        }
        text.append("\n  device time accepted in the open period: ").append(number(status, "acceptedMillis")).append(" ms");
        if (number(status, "normalizedMillis") != number(status, "acceptedMillis")) {
            text.append(", normalized ").append(number(status, "normalizedMillis")).append(" ms");
        }
        list(status, "jobs").forEach(job -> text.append("\n  job ").append(string(job, "name")).append(' ')
                .append(string(job, "waitsFor")).append(": ").append(string(job, "job")));
        list(status, "withdrawnJobs").forEach(job -> text.append("\n  job ").append(string(job, "name"))
                .append(" was withdrawn by the operator (entry ").append(number(job, "entry")).append("): ")
                .append(string(job, "reason")).append(": ").append(string(job, "job")));
        OwnBills.lines(status).forEach(line -> text.append("\n  ").append(line));
        for (JsonObject worker : list(status, "workers")) {
            text.append("\n  worker ").append(string(worker, "worker"))
                    .append(flag(worker, "connected") ? " connected" : " away");
            list(worker, "scores").forEach(score -> text.append(", score ").append(number(score, "scoreMilli"))
                    .append("/1000 with ").append(string(score, "trainer")));
            if (worker.members().get("task") instanceof JsonObject task) {
                text.append(", ").append(string(task, "kind")).append(" in run ").append(number(task, "run"))
                        .append(", round ").append(number(task, "round"));
            }
            if (worker.members().containsKey("trouble")) {
                text.append("; its last ").append(string(worker, "trouble"));
            }
        }
        list(status, "people").forEach(person -> text.append("\n  ").append(string(person, "role")).append(' ')
                .append(string(person, "name")));
        list(status, "invites").forEach(invite -> text.append(invite(invite)));
        list(status, "left").forEach(gone -> text.append("\n  ").append(string(gone, "who")).append(' ')
                .append(string(gone, "cause")).append(" (entry ").append(number(gone, "entry")).append("): ")
                .append(string(gone, "reason")));
        return text.toString();
    }
}

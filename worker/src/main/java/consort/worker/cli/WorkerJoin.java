package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.worker.enroll.Consortium;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code consort worker join}. */
@Command(name = "join", mixinStandardHelpOptions = true,
        description = "Make this worker's own keys and enroll them with the invite that its organization printed.")
final class WorkerJoin implements Callable<Integer> {

    @Parameters(paramLabel = "INVITE", description = "The line that consort member invite-worker printed; in single quotes.")
    private String line;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws StatusException {
        Invite invite = Invites.parse(line);
        if (!(invite.invited() instanceof Identity.Worker identity)) {
            throw Invites.wrongKind(invite);
        }
        PartyFolder folder = dir.folder();
        Invites.requireFresh(folder);
        WorkerId worker = new WorkerId(identity.organization().value(), identity.worker().value());
        Invites.enroll(invite, folder, proxy.route(folder, invite.coordinator()), (enrollment, consortium) -> {
            enrollment.enrollWorker(consortium, worker);
            finished(folder, consortium, worker);
        });
        return ExitCodes.OK;
    }

    private void finished(PartyFolder folder, Consortium consortium, WorkerId worker) {
        boolean written = !Files.exists(folder.workerYaml());
        if (written) {
            folder.write(folder.workerYaml(), WorkerYaml.template(proxy.yamlLine()));
        }
        reporting.print(worker + " is a worker of " + consortium.logKey().name() + ".\n"
                        + (written ? "Next: say in " + folder.workerYaml() + " what this machine offers, then: " : "Next: ")
                        + "consort worker check --dir " + folder.path() + ", and consort worker run --dir " + folder.path(),
                JsonObject.builder()
                        .put("worker", worker.toString())
                        .put("origin", consortium.logKey().name())
                        .put("authority", consortium.authority().fingerprint().hex())
                        .build());
    }
}

package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.ledger.json.JsonObject;
import consort.worker.enroll.Consortium;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code consort member join}. */
@Command(name = "join", mixinStandardHelpOptions = true,
        description = "Become one of an organization's people, who read, with the invite that it printed.")
final class MemberJoin implements Callable<Integer> {

    @Parameters(paramLabel = "INVITE", description = "The line that consort member invite-person printed; in single quotes.")
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
        if (!(invite.invited() instanceof Identity.Person person)) {
            throw Invites.wrongKind(invite);
        }
        PartyFolder folder = dir.folder();
        Invites.requireFresh(folder);
        PreflightReport report = PreflightReport.ofProblems(reporting);
        Invites.enroll(invite, folder, proxy.route(folder, invite.coordinator()), report, (enrollment, consortium) -> {
            enrollment.enrollPerson(consortium, person);
            finished(folder, consortium, person);
        });
        return ExitCodes.OK;
    }

    private void finished(PartyFolder folder, Consortium consortium, Identity.Person person) {
        MemberYaml.writeIfAbsent(folder, proxy);
        reporting.print("You are " + person.role().text() + " " + person.person() + " of " + person.organization() + " in "
                        + consortium.logKey().name() + ".\n"
                        + "Authority   " + consortium.authority().fingerprint().hex() + "\n"
                        + "            (compare it with what your organization keeps in its trust.json)\n"
                        + "Next: consort member ledger copy --dir " + folder.path(),
                JsonObject.builder()
                        .put("organization", person.organization().value())
                        .put("person", person.person().value())
                        .put("role", person.role().text())
                        .put("origin", consortium.logKey().name())
                        .put("authority", consortium.authority().fingerprint().hex())
                        .build());
    }
}

package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.ledger.json.JsonObject;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.ShareTerms;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code consort member accept}. */
@Command(name = "accept", mixinStandardHelpOptions = true,
        description = "Read the charter and your part of the cost, and accept them with a key that is made here,"
                + " for the organization the invite names.")
final class MemberAccept implements Callable<Integer> {

    @Parameters(paramLabel = "INVITE", description = "The line you were sent; in single quotes.")
    private String line;

    @Option(names = "--yes", description = "Accept without being asked.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws StatusException {
        Invite invite = Invites.parse(line);
        if (!(invite.invited() instanceof Identity.Organization organization)) {
            throw Invites.wrongKind(invite);
        }
        PartyFolder folder = dir.folder();
        Invites.requireFresh(folder);
        String name = Invites.organization(organization);
        PreflightReport report = PreflightReport.ofProblems(reporting);
        Invites.enroll(invite, folder, proxy.route(folder, invite.coordinator()), report, (enrollment, consortium) -> {
            show(consortium, name);
            if (!yes && !Consent.asked("Does " + name + " accept this charter, and its benefit and tier?", reporting.out())) {
                throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "the charter was not accepted; nothing was sent");
            }
            enrollment.enrollOrganization(consortium, name);
            finished(folder, consortium, name);
        });
        return ExitCodes.OK;
    }

    private void show(Consortium consortium, String organization) {
        reporting.say("Authority   " + consortium.authority().fingerprint().hex());
        reporting.say("            (compare it with what the operator told you by another way)");
        reporting.say("");
        CharterText.lines(consortium.charter(), consortium.charterDigest(), organization).forEach(reporting::say);
        reporting.say("");
        TermsText.lines(consortium.terms().orElseThrow(), consortium.charter(), organization).forEach(reporting::say);
        reporting.say("");
    }

    private void finished(PartyFolder folder, Consortium consortium, String organization) {
        ShareTerms terms = consortium.terms().orElseThrow();
        MemberYaml.writeIfAbsent(folder, proxy);
        reporting.print(organization + " is a member of " + consortium.logKey().name() + ". Its key is "
                        + folder.signingKeyFile() + ": back it up, nobody else has it.\n"
                        + "Next: consort member invite-worker NAME --dir " + folder.path(),
                JsonObject.builder()
                        .put("organization", organization)
                        .put("origin", consortium.logKey().name())
                        .put("authority", consortium.authority().fingerprint().hex())
                        .put("charter", consortium.charterDigest())
                        .put("benefit", terms.benefit())
                        .put("tier", terms.tier())
                        .put("otherMembers", terms.others())
                        .put("othersBenefit", terms.othersBenefit())
                        .put("othersTier", terms.othersTier())
                        .put("sharePercent", terms.part(consortium.charter().share()).toPercent())
                        .build());
    }
}

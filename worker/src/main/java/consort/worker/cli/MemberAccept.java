package consort.worker.cli;

import consort.certs.Identity;
import consort.ledger.audit.Trust;
import consort.ledger.json.JsonObject;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.enroll.ShareTerms;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code consort member accept}. */
@Command(name = "accept", mixinStandardHelpOptions = true,
        description = "Read the charter and your part of the cost, and accept them with a key that is made here,"
                + " for the organization the invite names.")
final class MemberAccept extends Joining<Identity.Organization> {

    @Option(names = "--yes", description = "Accept without being asked.")
    private boolean yes;

    MemberAccept() {
        super(Identity.Organization.class);
    }

    @Override
    void join(Identity.Organization organization, PartyFolder folder, Enrollment enrollment, Consortium consortium, PreflightReport report)
            throws StatusException {
        String name = Invites.organization(organization);
        show(consortium, name);
        if (!yes && !Consent.asked("Does " + name + " accept this charter, and its benefit and tier?", reporting().out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "the charter was not accepted; nothing was sent");
        }
        enrollment.enrollOrganization(consortium, name);
        finished(folder, consortium, name);
    }

    @Override
    void joinedBefore(Identity.Organization organization, PartyFolder folder) {
        MemberYaml.writeIfAbsent(folder, proxy());
        Trust trust = folder.trust();
        String name = Invites.organization(organization);
        reporting().print(name + " accepted with this invite already, and is a member of " + trust.logKey().name() + ".\n"
                        + "Next: consort member invite-worker NAME --dir " + folder.path(),
                JsonObject.builder()
                        .put("organization", name)
                        .put("origin", trust.logKey().name())
                        .put("authority", folder.authorities().oldest().fingerprint().hex())
                        .put("charter", trust.charter())
                        .put("already", true)
                        .build());
    }

    private void show(Consortium consortium, String organization) {
        reporting().say("Authority   " + consortium.authority().fingerprint().grouped());
        reporting().say("            (compare it with what the operator told you by another way)");
        reporting().say("");
        CharterText.lines(consortium.charter(), consortium.charterDigest(), organization).forEach(reporting()::say);
        reporting().say("");
        TermsText.lines(consortium.terms().orElseThrow(), consortium.charter(), organization).forEach(reporting()::say);
        reporting().say("");
    }

    private void finished(PartyFolder folder, Consortium consortium, String organization) {
        ShareTerms terms = consortium.terms().orElseThrow();
        MemberYaml.writeIfAbsent(folder, proxy());
        reporting().print(organization + " is a member of " + consortium.logKey().name() + ". Its key is "
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
                        .put("already", false)
                        .put("sharePercent", terms.part(consortium.charter().share()).toPercent())
                        .build());
    }
}

package consort.worker.cli;

import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.folder.PartyFolder;
import consort.worker.network.Route;
import consort.worker.preflight.AddressCheck;
import consort.worker.preflight.ConnectionCheck;
import consort.worker.preflight.Finding;
import consort.worker.preflight.TlsCheck;
import consort.worker.rpc.Failures;
import io.grpc.Status;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** What accepting and joining have in common. */
final class Invites {

    /** What to do over the connection of an invite. */
    @FunctionalInterface
    interface Enrolling {
        void with(Enrollment enrollment, Consortium consortium) throws StatusException;
    }

    private Invites() {
    }

    static Invite parse(String line) {
        try {
            return Invite.parse(line);
        } catch (CertsException e) {
            throw new CommandFailure(ExitCodes.INVITE, e.getMessage());
        }
    }

    /** The invite is for another kind of party than the command. */
    static CommandFailure wrongKind(Invite invite) {
        String command = switch (invite.invited()) {
            case Identity.Organization organization -> "consort member accept";
            case Identity.Worker worker -> "consort worker join";
            case Identity.Person person -> "consort member join";
            case Identity.Operator operator -> throw new AssertionError("nobody invites " + operator.describe());
        };
        return new CommandFailure(ExitCodes.INVITE, "this invite is for " + invite.invited().describe() + "; use " + command);
    }

    static void requireFresh(PartyFolder folder) {
        if (folder.isEnrolled()) {
            throw new CommandFailure(ExitCodes.FOLDER, folder.path() + " belongs to " + folder.enrolled().describe()
                    + " already; choose another folder with --dir");
        }
        folder.requireWritable();
    }

    /**
     * Looks who answers at the invite's address, asks it what there is to join, and goes on. Before that, nothing is sent and
     * nothing of the invite is spent.
     */
    static void enroll(Invite invite, PartyFolder folder, Route route, PreflightReport report, Enrolling enrolling)
            throws StatusException {
        report.runSilently(Preflights.way(invite, route));
        refuseProblem(report, ConnectionCheck.NAME, ExitCodes.UNREACHABLE, "the coordinator cannot be reached: ");
        refuseProblem(report, AddressCheck.NAME, ExitCodes.UNREACHABLE, "the coordinator cannot be reached: ");
        refuseProblem(report, TlsCheck.NAME, ExitCodes.NOT_THE_COORDINATOR, "");
        try (Enrollment enrollment = new Enrollment(invite, folder, route, Clock.systemUTC(), new SecureRandom())) {
            Consortium consortium = enrollment.describe();
            report.run(List.of(Preflights.clock(enrollment::coordinatorTime)));
            enrolling.with(enrollment, consortium);
        } catch (StatusException e) {
            throw translated(e, invite);
        }
    }

    private static void refuseProblem(PreflightReport report, String check, int exitCode, String before) {
        report.preflight().of(check).filter(found -> found.verdict() == Finding.Verdict.PROBLEM).ifPresent(found -> {
            throw new CommandFailure(found.nobody() ? ExitCodes.UNREACHABLE : exitCode, before + found.text() + ". Nothing was spent. What to do: " + found.fix());
        });
    }

    private static StatusException translated(StatusException e, Invite invite) {
        Status status = e.getStatus();
        boolean refused = Failures.refusedByAlert(status) || status.getCode() == Status.Code.UNAUTHENTICATED
                || status.getCode() == Status.Code.PERMISSION_DENIED;
        if (refused) {
            throw new CommandFailure(ExitCodes.INVITE, "the invite is refused: " + Failures.text(status));
        }
        if (Failures.isAboutCertificates(status)) {
            return e;
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> throw new CommandFailure(ExitCodes.UNREACHABLE, "no coordinator answers at "
                    + invite.coordinator() + ", the address in the invite: " + Failures.text(status) + ". Ask who sent it whether the"
                    + " coordinator runs there; if it is elsewhere now, put its HOST:PORT into the line in place of this one; perhaps"
                    + " a firewall or proxy is in the way");
            case INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS, ABORTED -> throw new CommandFailure(
                    ExitCodes.ENROLLMENT, "the coordinator refused the enrollment: " + Failures.text(status));
            default -> e;
        };
    }

    /** The organization that an invite names. */
    static String organization(Identity.Organization identity) {
        return identity.organization().value();
    }
}

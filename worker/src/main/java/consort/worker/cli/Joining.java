package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A command that uses an invite, once.
 *
 * @param <I> whom the invite must be for
 */
abstract class Joining<I extends Identity.Member> implements Callable<Integer> {

    @Parameters(paramLabel = "INVITE", description = "The line you were sent; in single quotes.")
    private String line;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    private final Class<I> kind;

    Joining(Class<I> kind) {
        this.kind = kind;
    }

    /** Enrolls, over a connection to the coordinator that the invite names, and says what is next. */
    abstract void join(I invited, PartyFolder folder, Enrollment enrollment, Consortium consortium, PreflightReport report)
            throws StatusException;

    /** Says that the party joined with this very invite before, and leaves the folder as {@link #join} does. */
    abstract void joinedBefore(I invited, PartyFolder folder);

    /** What follows once the party is enrolled. */
    void afterwards(PartyFolder folder) {
    }

    @Override
    public final Integer call() throws StatusException {
        Invite invite = Invites.parse(line);
        if (!kind.isInstance(invite.invited())) {
            throw Invites.wrongKind(invite);
        }
        PartyFolder folder = dir.folder();
        if (Enrollment.isDone(invite, folder)) {
            joinedBefore(kind.cast(invite.invited()), folder);
        } else {
            Invites.requireFresh(folder);
            PreflightReport report = PreflightReport.ofProblems(reporting);
            Invites.enroll(invite, folder, proxy.route(folder, invite.coordinator()), report, (enrollment, consortium) ->
                    join(kind.cast(invite.invited()), folder, enrollment, consortium, report));
        }
        afterwards(folder);
        return ExitCodes.OK;
    }

    ProxyOption proxy() {
        return proxy;
    }

    Reporting reporting() {
        return reporting;
    }
}

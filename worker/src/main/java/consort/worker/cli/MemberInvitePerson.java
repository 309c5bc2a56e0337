package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.ledger.entry.Access;
import consort.ledger.json.JsonObject;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code consort member invite-person}. */
@Command(name = "invite-person", mixinStandardHelpOptions = true,
        description = "Let one of the organization's people read: records a new invite in the ledger and prints it.")
final class MemberInvitePerson implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The person's name here: 1 to 40 characters of a-z, 0-9 and -.")
    private String name;

    @Option(names = "--role", paramLabel = "member|auditor", required = true,
            description = "A member reads the ledger, models, and how the organization stands; an auditor the ledger.")
    private Access.Role role;

    @Mixin
    private Lifetime lifetime;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = Office.of(folder);
        Identity.Person person = new Identity.Person(folder.authorities().consortium(), new Name(enrolled.organization()),
                switch (role) {
                    case MEMBER -> Identity.PersonRole.MEMBER;
                    case AUDITOR -> Identity.PersonRole.AUDITOR;
                }, Office.name(name));
        Instant expires = lifetime.end();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            // Not before: connecting may teach that another authority is the one to name.
            Invite invite =
                    Invite.create(folder.coordinator(), person, folder.authorities().oldest().fingerprint(), new SecureRandom());
            new OwnEntries(folder, channel).append(seq -> new Access(System.currentTimeMillis(), enrolled.organization(), seq,
                    name, role, invite.hash().hex(), expires.toEpochMilli()));
            // The line alone goes to standard output, so that it can be piped.
            reporting.print(invite.line(), JsonObject.builder()
                    .put("invite", invite.line())
                    .put("person", name)
                    .put("role", role.text())
                    .put("expiresMillis", expires.toEpochMilli())
                    .build());
        }
        return ExitCodes.OK;
    }
}

package consort.worker.cli;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.note.SignerKey;
import consort.worker.folder.ConfigException;
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
import picocli.CommandLine.Parameters;

/** {@code consort member invite-worker}. */
@Command(name = "invite-worker", mixinStandardHelpOptions = true,
        description = "Let one of the organization's machines in: records the key of a new invite in the ledger and prints it.")
final class MemberInviteWorker implements Callable<Integer> {

    /** What the ledger's rules expect of the worker in such an entry. */
    private static final String TAKEN = "expected a worker that has no key yet";

    @Parameters(paramLabel = "NAME", description = "The worker's name: 1 to 40 characters of a-z, 0-9 and -.")
    private String name;

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
        WorkerId worker = worker(enrolled);
        Trust trust = folder.trust();
        Instant expires = lifetime.end();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            // Not before: connecting may teach that another authority is the one to name.
            Invite invite = Invite.create(folder.coordinator(),
                    new Identity.Worker(folder.authorities().consortium(), new Name(enrolled.organization()), new Name(name)),
                    folder.authorities().oldest().fingerprint(), new SecureRandom());
            String key = SignerKey.fromSeed(KeyNames.invite(trust.logKey().name(), worker), invite.signingSeed()).verifierKey().toString();
            new OwnEntries(folder, channel).append(seq -> Key.workerInvite(
                    System.currentTimeMillis(), worker, seq, key, invite.hash().hex(), expires.toEpochMilli()));
            report(invite, worker, expires);
        } catch (StatusException e) {
            throw translated(e, worker);
        }
        return ExitCodes.OK;
    }

    private static StatusException translated(StatusException e, WorkerId worker) {
        if (String.valueOf(e.getStatus().getDescription()).contains(TAKEN)) {
            throw new CommandFailure(ExitCodes.REFUSED, worker + " exists already; choose another name,"
                    + " or end its part first with consort member withdraw " + worker.worker());
        }
        return e;
    }

    private WorkerId worker(Enrolled enrolled) {
        try {
            return new WorkerId(enrolled.organization(), name);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /** The line alone goes to standard output, so that it can be piped. */
    private void report(Invite invite, WorkerId worker, Instant expires) {
        reporting.print(invite.line(), JsonObject.builder()
                .put("invite", invite.line())
                .put("worker", worker.toString())
                .put("expiresMillis", expires.toEpochMilli())
                .build());
    }
}

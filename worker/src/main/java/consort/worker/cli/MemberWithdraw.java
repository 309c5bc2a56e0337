package consort.worker.cli;

import consort.ledger.entry.Entries;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code consort member withdraw}. */
@Command(name = "withdraw", mixinStandardHelpOptions = true,
        description = "End the part of one of the organization's workers or people at once; an unused invite is void."
                + " The name can be invited again.")
final class MemberWithdraw implements Callable<Integer> {

    /** One of the two. */
    static final class Who {

        @Parameters(paramLabel = "WORKER", description = "The worker's name.")
        private String worker;

        @Option(names = "--person", paramLabel = "NAME", description = "A person's name.")
        private String person;
    }

    @ArgGroup(multiplicity = "1")
    private Who who;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; stands in the ledger, for all members.")
    private String reason;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = Office.of(folder);
        Subject subject = who.person != null
                ? Subject.ofPerson(enrolled.organization(), Office.name(who.person).value())
                : Subject.of(new WorkerId(enrolled.organization(), Office.name(who.worker).value()));
        requireReadable(subject);
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            // Of an earlier command whose answer was lost: then there is nothing left to end.
            own.settle();
            Optional<JsonObject> before = OwnStatus.ended(OwnStatus.fetch(channel, enrolled.organization()), subject);
            if (before.isPresent()) {
                report(subject, OwnStatus.string(before.get(), "reason"), " takes no part already (entry "
                        + OwnStatus.number(before.get(), "entry") + "): " + OwnStatus.string(before.get(), "cause"), true);
                return ExitCodes.OK;
            }
            own.append(seq -> new Withdrawal(System.currentTimeMillis(), seq, subject, reason));
            report(subject, reason, " is withdrawn; its connections are cut and its key and certificate count no more", false);
        }
        return ExitCodes.OK;
    }

    private void report(Subject subject, String why, String what, boolean already) {
        reporting.print(subject + what, JsonObject.builder().put("withdrawn", subject.toString()).put("reason", why)
                .put("already", already).build());
    }

    private void requireReadable(Subject subject) {
        try {
            Entries.requireReadable(new Withdrawal(0, 1, subject, reason));
        } catch (MalformedEntryException e) {
            throw new ConfigException("--reason: " + e.getMessage());
        }
    }
}

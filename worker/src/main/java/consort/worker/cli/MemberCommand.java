package consort.worker.cli;

import picocli.CommandLine.Command;

/** {@code consort member}. */
@Command(name = "member", mixinStandardHelpOptions = true,
        description = "Speak for an organization, with its own key.",
        subcommands = {MemberAccept.class, MemberInviteWorker.class, MemberLedger.class})
final class MemberCommand extends SubcommandNeeded {
}

package consort.worker.cli;

import picocli.CommandLine.Command;

/** {@code consort member}. */
@Command(name = "member", mixinStandardHelpOptions = true,
        description = "Speak for an organization, with its own key, or read as one of its people.",
        subcommands = {MemberAccept.class, MemberInviteWorker.class, MemberInvitePerson.class, MemberJoin.class,
            MemberWitness.class,
            MemberApprove.class, MemberAck.class, MemberDispute.class, MemberConfirm.class, MemberWithdraw.class, MemberRotateKey.class,
            MemberRenew.class, MemberStatus.class, MemberErase.class, MemberLedger.class, MemberAudit.class})
final class MemberCommand extends SubcommandNeeded {
}

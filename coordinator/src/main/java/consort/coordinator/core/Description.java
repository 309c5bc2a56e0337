package consort.coordinator.core;

import consort.coordinator.core.Reply.ShareTerms;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.InviteView.OrganizationInvite;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.State;
import consort.ledger.fold.UsedInviteView;
import java.util.List;
import java.util.Optional;

/** What an invited party is told before it accepts. */
final class Description {

    private Description() {
    }

    static void give(Turn turn, Event.Describe event) {
        State state = turn.state();
        // A used invite is described too: a lost answer to its enrollment is asked for again.
        Optional<InviteView> invite = state.admits(event.inviteHash(), turn.timeMillis())
                .or(() -> Optional.ofNullable(state.usedInvites().get(event.inviteHash())).map(UsedInviteView::invite));
        turn.answer(event.ticket(), new Reply.Charter(state.charter().bytes(),
                invite.filter(OrganizationInvite.class::isInstance).map(OrganizationInvite.class::cast)
                        .map(organization -> terms(state, organization))));
    }

    private static ShareTerms terms(State state, OrganizationInvite invite) {
        List<MemberView> others = state.members().values().stream()
                .filter(member -> !member.organization().equals(invite.organization())).toList();
        return new ShareTerms(invite.benefit(), invite.tier(), others.size(),
                others.stream().mapToLong(MemberView::benefit).sum(),
                others.stream().mapToLong(MemberView::tier).sum());
    }
}

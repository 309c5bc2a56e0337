package consort.ledger.fold;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Member;
import consort.ledger.fold.InviteView.OrganizationInvite;
import consort.ledger.note.VerifierKey;
import java.util.Optional;
import java.util.OptionalLong;

/** The founding of the consortium, and how organizations become members. */
final class MembershipRules {

    private MembershipRules() {
    }

    static Change charter(State state, Entry entry, Charter body, Documents documents, Check check) throws RuleViolation {
        CharterDocument charter = check.document(documents, "charter", body.charter(), CharterDocument::parse);
        VerifierKey logKey = check.present(Signers.parse(body.logKey()), Rule.CHARTER, "logKey", "a verifier key", body.logKey());
        check.equal(Rule.CHARTER, "logKey", charter.origin(), logKey.name());
        check.equal(Rule.DOMAIN, "type", charter.domain(), entry.domain());
        return () -> {
            state.found(new State.Founding(body.charter(), charter, body.authority(), logKey));
            state.accounts.founded(body.timeMillis());
        };
    }

    static Change coordinatorStarted(State state, CoordinatorStarted body, Check check) throws RuleViolation {
        check.that(body.epoch() > state.epoch(), Rule.EPOCH, "epoch", "more than " + state.epoch(), body.epoch());
        check.that(body.restored().orElse(state.size()) == state.size(), Rule.EPOCH, "restored",
                state.size() + ", the entries before it", body.restored().orElse(0));
        return () -> state.startEpoch(body.epoch());
    }

    static Change invitation(State state, Invitation body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        check.that(!body.organization().equals(Invitation.RESERVED_NAME), Rule.INVITATION, "organization",
                "another name: " + Invitation.RESERVED_NAME + " names the log's key in keys/", body.organization());
        check.that(!membership.members.containsKey(body.organization()), Rule.INVITATION, "organization",
                "an organization that is no member, and was none", body.organization());
        check.that(!membership.inviteHashes.contains(body.inviteHash()), Rule.INVITATION, "inviteHash",
                "a hash that was not used before", body.inviteHash());
        check.that(body.expiresMillis() > body.timeMillis(), Rule.INVITATION, "expiresMillis",
                "more than " + body.timeMillis(), body.expiresMillis());
        return () -> {
            membership.inviteHashes.add(body.inviteHash());
            membership.invites.put(body.inviteHash(), new OrganizationInvite(
                    body.organization(), body.inviteHash(), body.expiresMillis(), body.benefit(), body.tier()));
        };
    }

    static Change member(State state, Entry entry, Member body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        OrganizationInvite invite = check.present(
                Optional.ofNullable(membership.invites.get(body.inviteHash()))
                        .filter(OrganizationInvite.class::isInstance).map(OrganizationInvite.class::cast),
                Rule.INVITATION, "inviteHash", "an unused invitation of an organization", body.inviteHash());
        check.equal(Rule.INVITATION, "organization", invite.organization(), body.organization());
        check.that(body.timeMillis() <= invite.expiresMillis(), Rule.INVITATION, "timeMillis",
                "at most " + invite.expiresMillis() + ", when the invitation expired", body.timeMillis());
        check.that(membership.members.size() < Limits.MAX_MEMBERS, Rule.MEMBERSHIP, "organization",
                "at most " + Limits.MAX_MEMBERS + " members", body.organization());
        VerifierKey key = KeyRules.newKey(state, "key", body.key(),
                KeyNames.organization(state.origin(), body.organization()), check);
        return () -> {
            membership.dropInvites(invite.subject());
            membership.usedInvites.put(invite.inviteHash(), new UsedInviteView(invite, entry.index()));
            membership.members.put(body.organization(), new MemberView(
                    body.organization(), key, Optional.empty(), invite.benefit(), invite.tier(), false, entry.index(), OptionalLong.empty()));
            membership.admit(key);
            state.accounts.joined(body.organization(), body.timeMillis());
            membership.accepting = Optional.of(body.organization());
        };
    }

    static Change acceptance(State state, Acceptance body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        check.equal(Rule.ORDER, "organization", membership.accepting, Optional.of(body.organization()));
        check.equal(Rule.CHARTER, "charter", state.charterDigest(), body.charter());
        MemberView member = membership.members.get(body.organization());
        check.equal(Rule.INVITATION, "benefit", member.benefit(), body.benefit());
        check.equal(Rule.INVITATION, "tier", member.tier(), body.tier());
        return () -> {
            membership.members.computeIfPresent(body.organization(), (name, joined) -> joined.activated());
            membership.accepting = Optional.empty();
        };
    }
}

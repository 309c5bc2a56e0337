package consort.ledger.fold;

import consort.ledger.entry.Access;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Subject;
import consort.ledger.fold.InviteView.PersonInvite;
import java.util.List;
import java.util.Optional;

/** How an organization lets its people read. */
final class AccessRules {

    private AccessRules() {
    }

    static Change access(State state, Access body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        Subject person = Subject.ofPerson(body.organization(), body.name());
        check.that(!membership.people.containsKey(person), Rule.ACCESS, "name", "a person who has no certificate yet", person);
        bound(state, body, person, check);
        check.that(!membership.inviteHashes.contains(body.inviteHash()), Rule.INVITATION, "inviteHash",
                "a hash that was not used before", body.inviteHash());
        return () -> {
            // A new invite for a person replaces the one that was lost.
            membership.dropInvites(person);
            membership.inviteHashes.add(body.inviteHash());
            membership.invites.put(body.inviteHash(), new PersonInvite(
                    body.organization(), body.name(), body.role(), body.inviteHash(), body.expiresMillis()));
        };
    }

    static Change used(State state, Entry entry, AccessUsed body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        PersonInvite invite = check.present(
                Optional.ofNullable(membership.invites.get(body.inviteHash()))
                        .filter(PersonInvite.class::isInstance).map(PersonInvite.class::cast),
                Rule.INVITATION, "inviteHash", "an unused invite of a person", body.inviteHash());
        check.equal(Rule.INVITATION, "organization", invite.organization(), body.organization());
        check.equal(Rule.INVITATION, "name", invite.name(), body.name());
        check.that(body.timeMillis() <= invite.expiresMillis(), Rule.INVITATION, "timeMillis",
                "at most " + invite.expiresMillis() + ", when the invite expired", body.timeMillis());
        return () -> {
            membership.invites.remove(invite.inviteHash());
            membership.usedInvites.put(invite.inviteHash(), new UsedInviteView(invite, entry.index()));
            membership.people.put(invite.subject(),
                    new PersonView(invite.organization(), invite.name(), invite.role(), entry.index()));
        };
    }

    /** The new invite included; one that it replaces is not counted. */
    private static void bound(State state, Access body, Subject person, Check check) throws RuleViolation {
        String organization = body.organization();
        List<PersonInvite> others = state.membership.invites.values().stream()
                .filter(PersonInvite.class::isInstance).map(PersonInvite.class::cast)
                .filter(invite -> invite.organization().equals(organization) && !invite.subject().equals(person)).toList();
        long people = 1 + others.size() + state.people().keySet().stream()
                .filter(one -> one.organization().equals(organization)).count();
        long open = 1 + others.stream().filter(invite -> state.ledgerTimeMillis() <= invite.expiresMillis()).count();
        check.that(people <= Limits.MAX_PEOPLE_PER_ORGANIZATION, Rule.ACCESS, "name", "at most "
                + Limits.MAX_PEOPLE_PER_ORGANIZATION + " people of " + organization + ", enrolled or invited", people);
        check.that(open <= Limits.MAX_OPEN_ACCESS_INVITES, Rule.ACCESS, "name", "at most "
                + Limits.MAX_OPEN_ACCESS_INVITES + " open invites of " + organization + "'s people at a time", open);
        KeyRules.boundEntries(state, organization, check);
    }
}

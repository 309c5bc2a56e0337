package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.AccessUsed;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Member;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.InviteView.OrganizationInvite;
import consort.ledger.fold.InviteView.PersonInvite;
import consort.ledger.fold.InviteView.WorkerInvite;
import consort.ledger.fold.UsedInviteView;
import consort.ledger.json.JsonValue;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How organizations, workers and people come in: invitations and enrollments.
 *
 * <p>Enrolling again with the same bytes gets the same answer, so a lost one costs nothing; with other bytes the invite is
 * used up.
 */
final class Enrollments {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private Enrollments() {
    }

    /** The operator invites an organization. */
    static void invite(Turn turn, Event.Invite event) {
        Optional<String> fault = fault(event);
        if (fault.isPresent()) {
            turn.refuse(event.ticket(), Code.INVALID, fault.get());
        } else if (turn.state().members().containsKey(event.organization())) {
            boolean revoked = turn.state().members().get(event.organization()).revoked().isPresent();
            turn.refuse(event.ticket(), Code.CONFLICT, event.organization() + (revoked
                    ? " was a member and was revoked; invite it under another name"
                    : " is a member already; if its certificate has ended, it writes a request with 'consort member renew --request FILE'"
                            + " for 'consort coordinator certify'"));
        } else if (turn.state().knowsInvite(event.inviteHash())) {
            turn.refuse(event.ticket(), Code.CONFLICT, "an invite with this hash stands in the ledger already");
        } else if (event.expiresMillis() <= turn.timeMillis()) {
            turn.refuse(event.ticket(), Code.INVALID, "the invitation would have expired at " + Instant.ofEpochMilli(event.expiresMillis())
                    + ", and it is " + Instant.ofEpochMilli(turn.timeMillis()) + "; choose a later time");
        } else {
            long index = turn.nextIndex();
            turn.append(new Invitation(turn.timeMillis(), event.organization(), event.inviteHash(), event.expiresMillis(),
                    event.benefit(), event.tier()));
            turn.answer(event.ticket(), new Reply.Entry(index));
        }
    }

    private static Optional<String> fault(Event.Invite event) {
        if (!NAME.matcher(event.organization()).matches()) {
            return Optional.of("an organization is named with 1 to 40 characters of a-z, 0-9 and -, not \"" + event.organization()
                    + "\"");
        }
        if (event.organization().equals(Invitation.RESERVED_NAME)) {
            return Optional.of("no organization can be named " + Invitation.RESERVED_NAME
                    + ": the log's own key is exported under this name; choose another");
        }
        if (!DIGEST.matcher(event.inviteHash()).matches()) {
            return Optional.of("the invite's hash has 64 lower-case hexadecimal digits");
        }
        if (event.expiresMillis() > JsonValue.MAX_INTEGER) {
            return Optional.of("the invitation expires too late: " + event.expiresMillis());
        }
        boolean shares = within(event.benefit()) && within(event.tier());
        return shares ? Optional.empty() : Optional.of("benefit and tier lie between 0 and " + Invitation.MAX_SHARE_UNITS
                + ", not " + event.benefit() + " and " + event.tier());
    }

    private static boolean within(long shareUnits) {
        return shareUnits >= 0 && shareUnits <= Invitation.MAX_SHARE_UNITS;
    }

    /** An organization uses its invitation and accepts the charter: two entries, appended together. */
    static void organization(Turn turn, Event.EnrollOrganization event) {
        if (answeredAgain(turn, event.ticket(), event.inviteHash(), event.acceptance())) {
            return;
        }
        Optional<InviteView> invite = turn.state().admits(event.inviteHash(), turn.timeMillis());
        if (!(invite.orElse(null) instanceof OrganizationInvite open)) {
            turn.refuse(event.ticket(), Code.INVITE, unusable(turn, event.inviteHash(), invite));
            return;
        }
        try {
            VerifierKey key = VerifierKey.parse(event.verifierKey());
            Entry entry = Entries.parse(event.acceptance());
            Optional<String> fault = fault(turn, open, key, entry);
            Optional<VerifiedEntry> signed = VerifiedEntry.of(entry, key);
            if (fault.isPresent() || signed.isEmpty()) {
                turn.refuse(event.ticket(), Code.INVALID, fault.orElse("the acceptance is not signed by " + key.name()));
                return;
            }
            long index = turn.nextIndex();
            turn.append(new Member(turn.timeMillis(), open.organization(), event.verifierKey(), event.inviteHash()));
            turn.append(signed.get());
            turn.answer(event.ticket(), enrolled(open, List.of(index, index + 1)));
        } catch (MalformedNoteException | MalformedEntryException | UnknownEntryTypeException malformed) {
            turn.refuse(event.ticket(), Code.INVALID, malformed.getMessage());
        }
    }

    private static Optional<String> fault(Turn turn, OrganizationInvite invite, VerifierKey key, Entry entry) {
        String organization = invite.organization();
        String name = KeyNames.organization(turn.state().origin(), organization);
        if (!key.name().equals(name)) {
            return Optional.of("the key is named " + key.name() + ", but the invite is for " + name
                    + ": if the line of the invite was changed, copy the whole line again");
        }
        if (!(entry.body() instanceof Acceptance acceptance) || !entry.domain().equals(turn.state().domain())) {
            return Optional.of("the entry is no acceptance of this consortium's charter");
        }
        if (!acceptance.organization().equals(organization) || acceptance.seq() != 1) {
            return Optional.of("the acceptance must be entry 1 of " + organization + ", not " + acceptance.seq() + " of "
                    + acceptance.organization());
        }
        if (!acceptance.charter().equals(turn.state().charterDigest())) {
            return Optional.of("the acceptance is for charter " + acceptance.charter() + "; this consortium's is "
                    + turn.state().charterDigest());
        }
        if (acceptance.benefit() != invite.benefit() || acceptance.tier() != invite.tier()) {
            return Optional.of("the acceptance is for benefit " + acceptance.benefit() + " and tier " + acceptance.tier()
                    + "; the invitation says " + invite.benefit() + " and " + invite.tier());
        }
        return Optional.empty();
    }

    /** A worker's own key, signed with the key of its invite. */
    static void worker(Turn turn, Event.EnrollWorker event) {
        if (answeredAgain(turn, event.ticket(), event.inviteHash(), event.keyEntry())) {
            return;
        }
        Optional<InviteView> invite = turn.state().admits(event.inviteHash(), turn.timeMillis());
        if (!(invite.orElse(null) instanceof WorkerInvite open)) {
            turn.refuse(event.ticket(), Code.INVITE, unusable(turn, event.inviteHash(), invite));
            return;
        }
        try {
            Entry entry = Entries.parse(event.keyEntry());
            boolean fits = entry.body() instanceof Key key && key.purpose() == Key.Purpose.WORKER
                    && key.workerId().equals(open.worker()) && key.seq() == 1 && entry.domain().equals(turn.state().domain());
            Optional<VerifiedEntry> signed = VerifiedEntry.of(entry, open.key());
            if (!fits || signed.isEmpty()) {
                turn.refuse(event.ticket(), Code.INVALID, "the entry is not the key of worker " + open.worker()
                        + ", signed with the key of its invite");
                return;
            }
            long index = turn.nextIndex();
            turn.append(signed.get());
            turn.answer(event.ticket(), enrolled(open, List.of(index)));
        } catch (MalformedEntryException | UnknownEntryTypeException malformed) {
            turn.refuse(event.ticket(), Code.INVALID, malformed.getMessage());
        }
    }

    /** A person gets a certificate; who may ask is known by the key that is bound to the invite. */
    static void person(Turn turn, Event.EnrollPerson event) {
        UsedInviteView used = turn.state().usedInvites().get(event.inviteHash());
        if (used != null && used.invite() instanceof PersonInvite invite) {
            again(turn, event.ticket(), used, List.of(used.index()));
            return;
        }
        Optional<InviteView> invite = turn.state().admits(event.inviteHash(), turn.timeMillis());
        if (!(invite.orElse(null) instanceof PersonInvite open)) {
            turn.refuse(event.ticket(), Code.INVITE, unusable(turn, event.inviteHash(), invite));
            return;
        }
        long index = turn.nextIndex();
        turn.append(new AccessUsed(turn.timeMillis(), open.organization(), open.name(), open.inviteHash()));
        turn.answer(event.ticket(), enrolled(open, List.of(index)));
    }

    /** Whether this very entry used the invite: then the answer is given again. */
    private static boolean answeredAgain(Turn turn, long ticket, String inviteHash, byte[] entry) {
        UsedInviteView used = turn.state().usedInvites().get(inviteHash);
        Optional<VerifierKey> signer = used == null ? Optional.empty() : switch (used.invite()) {
            case OrganizationInvite organization -> Optional.of(turn.state().keysByName()
                    .get(KeyNames.organization(turn.state().origin(), organization.organization())).getFirst());
            case WorkerInvite worker -> Optional.of(worker.key());
            case PersonInvite person -> Optional.empty();
        };
        boolean same = signer.flatMap(key -> turn.state().entryAt(key, 1)).filter(held -> Findings.same(entry, held)).isPresent();
        if (same && turn.timeMillis() <= used.invite().expiresMillis()) {
            boolean organization = used.invite() instanceof OrganizationInvite;
            again(turn, ticket, used, organization ? List.of(used.index(), used.index() + 1) : List.of(used.index()));
            return true;
        }
        return false;
    }

    /** Until the invite would have expired, and while its holder takes part, a lost answer is given again. */
    private static void again(Turn turn, long ticket, UsedInviteView used, List<Long> indices) {
        if (turn.timeMillis() > used.invite().expiresMillis()) {
            turn.refuse(ticket, Code.INVITE, "this invite was used, and has expired; ask for a new one");
        } else if (!turn.state().stands(used)) {
            turn.refuse(ticket, Code.INVITE, "this invite was used, and the part of " + used.invite().subject()
                    + " has ended since; ask for a new one");
        } else {
            turn.answer(ticket, enrolled(used.invite(), indices));
        }
    }

    /** @param open the invite, when it may be used: then for another kind of party than asks */
    private static String unusable(Turn turn, String inviteHash, Optional<InviteView> open) {
        if (open.isPresent()) {
            return "this invite is for " + open.get().subject() + " and for nobody else; ask for one of your own";
        }
        if (turn.state().usedInvites().containsKey(inviteHash)) {
            return "this invite was used; ask for a new one";
        }
        boolean expired = turn.state().invites().stream().anyMatch(invite -> invite.inviteHash().equals(inviteHash));
        return expired ? "this invite has expired; ask for a new one" : "this invite was withdrawn; ask for a new one";
    }

    private static Reply enrolled(InviteView invite, List<Long> indices) {
        return new Reply.Enrolled(invite, indices, new byte[0]);
    }
}

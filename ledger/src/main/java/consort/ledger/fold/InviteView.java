package consort.ledger.fold;

import consort.ledger.entry.Access;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;

/** An invite that was not used yet. */
public sealed interface InviteView {

    /** Digest of the public half of the key that the invite's secret yields for enrollment. */
    String inviteHash();

    /** The last moment at which it can be used. */
    long expiresMillis();

    /** Who is invited. */
    Subject subject();

    /** For an organization to become a member. */
    record OrganizationInvite(String organization, String inviteHash, long expiresMillis, long benefit, long tier)
            implements InviteView {

        @Override
        public Subject subject() {
            return Subject.ofOrganization(organization);
        }
    }

    /**
     * For a member's worker to enroll.
     *
     * @param key must sign the worker's own key
     */
    record WorkerInvite(WorkerId worker, String inviteHash, long expiresMillis, VerifierKey key) implements InviteView {

        @Override
        public Subject subject() {
            return Subject.of(worker);
        }
    }

    /** For a member's person to read. */
    record PersonInvite(String organization, String name, Access.Role role, String inviteHash, long expiresMillis)
            implements InviteView {

        @Override
        public Subject subject() {
            return Subject.ofPerson(organization, name);
        }
    }
}

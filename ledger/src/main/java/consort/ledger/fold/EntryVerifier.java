package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.note.VerifierKey;

/** Verifies an entry's signature with the key that the state prescribes. Bouncy Castle decides. */
public final class EntryVerifier {

    private EntryVerifier() {
    }

    /**
     * The key that must have signed this entry as the next one.
     *
     * @throws RuleViolation when there is none, or the signature line names another
     */
    public static VerifierKey requiredKey(State state, Entry entry) throws RuleViolation {
        return Signers.required(state, entry);
    }

    /** As {@link #verify(State, Entry)}; does not look at the signature again when it was seen to be by the right key. */
    public static void verify(State state, VerifiedEntry verified) throws RuleViolation {
        if (!requiredKey(state, verified.entry()).equals(verified.key())) {
            verify(state, verified.entry());
        }
    }

    /** @throws RuleViolation when the entry is not signed by {@link #requiredKey} */
    public static void verify(State state, Entry entry) throws RuleViolation {
        VerifierKey key = requiredKey(state, entry);
        new Check(entry.index()).that(entry.isSignedBy(key), Rule.SIGNATURE, "signature", "a signature by " + key.name(),
                "one that does not verify");
    }
}

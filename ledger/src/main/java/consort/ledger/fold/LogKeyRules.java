package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.Arrays;
import java.util.List;

/** How the log goes over to its next key. The root that the entry states is not compared here: the state holds no tree. */
final class LogKeyRules {

    private LogKeyRules() {
    }

    static Change logKey(State state, Entry entry, LogKey body, Check check) throws RuleViolation {
        LogKeys keys = state.logKeys();
        VerifierKey next = check.present(Signers.parse(body.key()), Rule.LOG_KEY, "key", "a verifier key", body.key());
        check.equal(Rule.LOG_KEY, "key", state.origin(), next.name());
        check.that(!keys.has(next) && !used(state, next), Rule.LOG_KEY, "key", "a key that nobody had before", body.key());
        check.equal(Rule.LOG_KEY, "size", entry.index(), body.size());
        check.that(keys.all().size() < Limits.MAX_LOG_KEYS_EVER, Rule.LOG_KEY, "key",
                "at most " + Limits.MAX_LOG_KEYS_EVER + " log keys", keys.all().size() + 1);
        LogKeys longer = longer(keys, entry, check);
        return () -> state.goOver(longer);
    }

    /** Also under another name: the log's key is nobody's but the coordinator's. */
    private static boolean used(State state, VerifierKey key) {
        return state.witnesses.knows(key.publicKey()) || state.keysByName().values().stream().flatMap(List::stream)
                .anyMatch(known -> Arrays.equals(known.publicKey(), key.publicKey()));
    }

    /** The chain proves itself to whoever keeps it, so that its entries are verified whoever folds them. */
    private static LogKeys longer(LogKeys keys, Entry entry, Check check) throws RuleViolation {
        try {
            return keys.after(entry);
        } catch (UnverifiedNoteException unverified) {
            throw check.violation(Rule.SIGNATURE, "signature", "a signature by " + keys.newest(), unverified.getMessage());
        }
    }
}

package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How an organization admits the key of its witness, and a worker its own as that. Only the organization replaces a key that counts: a
 * worker that fell into other hands cannot take the witness's place.
 */
final class WitnessRules {

    private WitnessRules() {
    }

    static Change key(State state, Entry entry, Key body, Check check) throws RuleViolation {
        CosignerKey key = check.present(parse(body.key()), Rule.KEY, "key", "a witness's verifier key (type 0x04)", body.key());
        check.equal(Rule.KEY, "key", KeyNames.witness(state.origin(), body.organization()), key.name());
        check.that(!isUsed(state, key.publicKey()), Rule.KEY, "key", "a key that nobody had before, for this or for anything else",
                body.key());
        long keys = 1 + state.witnesses.keysOf(body.organization());
        check.that(keys <= Limits.MAX_WITNESS_KEYS_PER_ORGANIZATION, Rule.KEY, "key", "at most "
                + Limits.MAX_WITNESS_KEYS_PER_ORGANIZATION + " keys of the witness of " + body.organization(), keys);
        if (body.worker().isPresent()) {
            check.that(state.witnesses.of(body.organization()).isEmpty(), Rule.KEY, "worker", "an organization without a witness",
                    body.workerId());
        } else {
            KeyRules.boundEntries(state, body.organization(), check);
        }
        return () -> state.witnesses.admit(new WitnessView(body.organization(), body.worker(), key, entry.index()));
    }

    private static Optional<CosignerKey> parse(String key) {
        try {
            return Optional.of(CosignerKey.parse(key));
        } catch (MalformedNoteException malformed) {
            return Optional.empty();
        }
    }

    /** A key has one use: else what is signed for one could be taken for the other. */
    private static boolean isUsed(State state, byte[] publicKey) {
        return state.witnesses.knows(publicKey)
                || state.logKeys().all().stream().anyMatch(known -> Arrays.equals(known.publicKey(), publicKey))
                || state.keysByName().values().stream().flatMap(List::stream)
                        .anyMatch(known -> Arrays.equals(known.publicKey(), publicKey));
    }
}

package consort.ledger.audit;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.log.EntryPreparation;
import consort.ledger.merkle.Hash;
import consort.ledger.note.VerifierKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads entries and looks at their signatures before it is known which key must have signed. The key that a signature names is tried,
 * if it is one that signed an entry of this ledger before; whether it is the right one is for the fold.
 */
final class Readying implements EntryPreparation<Readied> {

    private final Map<KeyId, VerifierKey> known = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** What a signature line says about its key. */
    private record KeyId(String name, int id) {
    }

    void know(VerifierKey key) {
        known.putIfAbsent(new KeyId(key.name(), key.id()), key);
    }

    /** Nothing more is folded. */
    void stop() {
        stopped = true;
    }

    @Override
    public Readied prepare(long index, byte[] bytes, Hash leafHash) {
        if (stopped) {
            return Readied.UNNEEDED;
        }
        try {
            Entry entry = Entries.parse(index, bytes, leafHash);
            Optional<VerifierKey> key = Optional.ofNullable(known.get(new KeyId(entry.signature().name(), entry.signature().keyId())));
            return new Readied(Optional.of(entry), Optional.empty(), key.flatMap(signer -> VerifiedEntry.of(entry, signer)));
        } catch (RuntimeException unreadable) {
            // Thrown again when its turn comes, if it does.
            return new Readied(Optional.empty(), Optional.of(unreadable), Optional.empty());
        }
    }
}

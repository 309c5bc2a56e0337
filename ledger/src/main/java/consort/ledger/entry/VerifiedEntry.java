package consort.ledger.entry;

import consort.ledger.note.VerifierKey;
import java.util.Optional;

/**
 * An entry and the key that was seen to have signed it, so that nobody need look again. Whether it is the key that should
 * have signed is another question: the fold's.
 */
public final class VerifiedEntry {

    private final Entry entry;
    private final VerifierKey key;

    private VerifiedEntry(Entry entry, VerifierKey key) {
        this.entry = entry;
        this.key = key;
    }

    /** Empty unless {@code key} signed it. */
    public static Optional<VerifiedEntry> of(Entry entry, VerifierKey key) {
        return entry.isSignedBy(key) ? Optional.of(new VerifiedEntry(entry, key)) : Optional.empty();
    }

    public Entry entry() {
        return entry;
    }

    public VerifierKey key() {
        return key;
    }

    /** The same entry in its place. */
    public VerifiedEntry at(long index) {
        return new VerifiedEntry(entry.at(index), key);
    }
}

package consort.ledger.audit;

import consort.ledger.entry.Entry;
import consort.ledger.entry.VerifiedEntry;
import java.util.Optional;

/**
 * An entry before its turn.
 *
 * @param read the entry; empty when it cannot be read, or nobody needs it any more
 * @param unreadable why it cannot
 * @param verified present when a key that signed here before signed it
 */
record Readied(Optional<Entry> read, Optional<RuntimeException> unreadable, Optional<VerifiedEntry> verified) {

    static final Readied UNNEEDED = new Readied(Optional.empty(), Optional.empty(), Optional.empty());

    /** Throws what reading it threw. */
    Entry entry() {
        return read.orElseThrow(unreadable::orElseThrow);
    }
}

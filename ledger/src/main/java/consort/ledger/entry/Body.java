package consort.ledger.entry;

import consort.ledger.json.JsonObject;

/** What an entry says: line 2 of its note. Each record's components are its JSON fields. */
public sealed interface Body permits CoordinatorBody, PartyBody {

    /** The signer's wall clock, in milliseconds since 1970. */
    long timeMillis();

    /** The type that line 1 names. */
    EntryType type();

    /**
     * The version that line 1 names: the lowest that can say this, so that programs which know no higher one can read it.
     * Versions count from 1; what reads each is {@link EntryType}'s to know.
     */
    default int version() {
        return 1;
    }

    /** The canonical JSON object of this body. */
    JsonObject json();
}

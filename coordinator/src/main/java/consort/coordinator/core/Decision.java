package consort.coordinator.core;

import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.VerifiedEntry;
import java.util.List;

/**
 * What follows from an event.
 *
 * @param entries to append together, in order
 * @param documents the entries name, to be written before them
 * @param effects to release once the entries are durable
 */
public record Decision(List<Proposed> entries, List<byte[]> documents, List<Effect> effects) {

    public Decision {
        entries = List.copyOf(entries);
        documents = List.copyOf(documents);
        effects = List.copyOf(effects);
    }

    public boolean isEmpty() {
        return entries.isEmpty() && effects.isEmpty();
    }

    /** An entry to append. */
    public sealed interface Proposed {

        /** The coordinator's own; the loop signs it with the log's key. */
        record Draft(CoordinatorBody body) implements Proposed {
        }

        /** A party's, as it arrived. */
        record Signed(VerifiedEntry entry) implements Proposed {
        }
    }
}

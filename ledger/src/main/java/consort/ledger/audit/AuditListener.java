package consort.ledger.audit;

import consort.ledger.entry.Entry;
import consort.ledger.fold.State;

/** Hears of each entry that kept all rules, before the audit is at its end. */
@FunctionalInterface
public interface AuditListener {

    AuditListener NONE = (after, entry) -> { };

    /** @param after the state with {@code entry} applied; not to be kept */
    void applied(State after, Entry entry);
}

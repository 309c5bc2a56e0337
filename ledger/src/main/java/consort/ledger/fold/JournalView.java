package consort.ledger.fold;

import consort.ledger.entry.Journal;

/**
 * An agreed adjustment.
 *
 * @param index of its entry
 * @param period whose close pays it
 */
public record JournalView(long index, long period, Journal journal) {
}

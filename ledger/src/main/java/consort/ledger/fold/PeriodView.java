package consort.ledger.fold;

import consort.ledger.entry.PeriodClose;

/** A closed period. */
public record PeriodView(long index, PeriodClose close) {
}

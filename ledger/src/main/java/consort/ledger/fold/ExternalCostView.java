package consort.ledger.fold;

import consort.ledger.entry.ExternalCost;

/** A cost of the open period that a member bore for all. */
public record ExternalCostView(long index, ExternalCost cost) {
}

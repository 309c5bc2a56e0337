package consort.ledger.fold;

/**
 * An update that a claim names.
 *
 * @param run of the claim's lease, as is {@code round}
 * @param claim its index: when several name these bytes, the last that was accepted, else the first. So nobody makes the update of a late
 *     round one of an early round by naming it in vain
 */
public record UpdateView(String digest, long run, long round, long claim) {
}

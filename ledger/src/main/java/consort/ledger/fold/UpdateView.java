package consort.ledger.fold;

/**
 * An update that a claim names.
 *
 * @param run of the claim's lease, as is {@code round}; those of the last claim, when several name these bytes
 * @param claim its index
 */
public record UpdateView(String digest, long run, long round, long claim) {
}

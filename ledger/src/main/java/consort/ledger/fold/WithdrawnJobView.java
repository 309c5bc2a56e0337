package consort.ledger.fold;

/**
 * A job that was withdrawn while it waited for approvals.
 *
 * @param index of the entry that withdrew it
 * @param reason as that entry gives it
 */
public record WithdrawnJobView(long index, String reason) {
}

package consort.ledger.fold;

/**
 * An invite that was used.
 *
 * @param index of the entry that used it: {@code member}, or the worker's {@code key}
 */
public record UsedInviteView(InviteView invite, long index) {
}

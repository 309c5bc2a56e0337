package consort.ledger.fold;

/**
 * An invite that was used.
 *
 * @param index of the entry that used it: {@code member}, the worker's {@code key}, or the person's {@code access-used}
 */
public record UsedInviteView(InviteView invite, long index) {
}

package consort.ledger.fold;

import consort.ledger.money.NormalizedTime;

/**
 * What a run took of one organization.
 *
 * @param acceptedMillis accepted device time
 * @param normalized the same, by the scores under which it was done
 * @param updates that its claims name, whatever became of them
 */
public record UseView(long acceptedMillis, NormalizedTime normalized, long updates) {

    public static final UseView NONE = new UseView(0, NormalizedTime.NONE, 0);

    /** With one more claim. */
    UseView plus(long moreMillis, long scoreMilli, boolean update) {
        return new UseView(Math.addExact(acceptedMillis, moreMillis), normalized.plus(moreMillis, scoreMilli),
                updates + (update ? 1 : 0));
    }
}

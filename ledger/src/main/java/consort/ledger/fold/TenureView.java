package consort.ledger.fold;

import java.util.OptionalLong;

/**
 * How long an organization takes part, in ledger time.
 *
 * @param joinedMillis of its {@code member} entry
 * @param leftMillis of the entry that ended its part, if it ended
 */
public record TenureView(long joinedMillis, OptionalLong leftMillis) {

    private static final long DAY_MILLIS = 86_400_000;

    /** Days in UTC on which it took part between two times, counting every day that was begun; 0 when it did not. */
    public long days(long fromMillis, long toMillis) {
        return Math.max(0, daysBetween(Math.max(fromMillis, joinedMillis), Math.min(toMillis, leftMillis.orElse(Long.MAX_VALUE))));
    }

    /** Days in UTC from one time to a later one, counting every day that was begun: at least 1. */
    static long daysBetween(long fromMillis, long toMillis) {
        return Math.floorDiv(toMillis, DAY_MILLIS) - Math.floorDiv(fromMillis, DAY_MILLIS) + 1;
    }
}

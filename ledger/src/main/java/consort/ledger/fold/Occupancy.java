package consort.ledger.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/**
 * What was accepted of one device's time. A lease's work lies somewhere in its window, from the grant to the observation of its
 * claim. Work fits on one device exactly if in every interval the windows that lie within it sum to at most its length (the
 * demand bound of preemptive scheduling, J. Labetoulle 1974; S. Baruah, L. Rosier and R. Howell 1990). So of further work
 * as much is accepted as keeps this true, and work that was really done one after the other is never cut.
 *
 * <p>Windows come in the order of their ends, as observations do. So only intervals that end with the newest window can become
 * too full, and {@code room(start, end) = end - max(x + D(x))} over all {@code x <= start} at which a window begins and
 * {@code x = start}, where {@code D(x)} is what was accepted of windows that begin at {@code x} or later.
 *
 * <p>Windows are forgotten without changing any answer. Of those between two starts that can still occur, only the
 * greatest {@code x + D(x)} can ever decide, since all of them get the same demand added from then on: they become one group. And a
 * first group whose {@code x + D(x)} without later groups is no later than the first start that can still occur never decides:
 * what begins after it, begins at or after that sum. So a device holds at most one group for each lease that can still be claimed, and
 * one more; and never more than {@link #MAX_GROUPS}.
 *
 * @param groups by their starts, ascending
 */
record Occupancy(List<Group> groups) {

    static final Occupancy NONE = new Occupancy(List.of());

    /** Beyond it the oldest are taken together, which can only leave less room, and only for a lease that began between them. */
    static final int MAX_GROUPS = 32;

    /**
     * Windows between whose starts no other will begin.
     *
     * @param last the latest start
     * @param peak the greatest {@code x + D(x)} of the group's starts, later groups not counted
     * @param demandMillis accepted of all its windows
     */
    record Group(long last, long peak, long demandMillis) {

        Group then(Group later) {
            return new Group(later.last, Math.max(peak + later.demandMillis, later.peak), demandMillis + later.demandMillis);
        }
    }

    Occupancy {
        groups = List.copyOf(groups);
    }

    /**
     * How much more can be accepted of a window.
     *
     * @param start no group began before and after it
     * @param end not before any window's end
     */
    long roomMillis(long start, long end) {
        long later = 0;
        long fromStart = 0;
        long fullest = Long.MIN_VALUE;
        for (Group group : groups.reversed()) {
            if (group.last <= start) {
                fullest = Math.max(fullest, group.peak + later);
            } else {
                fromStart += group.demandMillis;
            }
            later += group.demandMillis;
        }
        return Math.max(0, end - Math.max(fullest, start + fromStart));
    }

    /** With what was accepted of a window. */
    Occupancy with(long start, long millis) {
        List<Group> more = new ArrayList<>(groups);
        int at = 0;
        while (at < more.size() && more.get(at).last < start) {
            at++;
        }
        Group added = new Group(start, start + millis, millis);
        if (at < more.size() && more.get(at).last == start) {
            more.set(at, more.get(at).then(added));
        } else {
            more.add(at, added);
        }
        return new Occupancy(more);
    }

    /** @param starts all that can still occur, but for those later than every window's end */
    Occupancy forgetting(NavigableSet<Long> starts) {
        List<Group> kept = new ArrayList<>();
        for (Group group : groups) {
            if (!kept.isEmpty() && !begins(starts, kept.getLast().last, group.last)) {
                kept.set(kept.size() - 1, kept.getLast().then(group));
            } else {
                kept.add(group);
            }
        }
        long first = starts.isEmpty() ? Long.MAX_VALUE : starts.first();
        if (!kept.isEmpty() && kept.getFirst().last <= first && kept.getFirst().peak <= first) {
            kept.removeFirst();
        }
        while (kept.size() > MAX_GROUPS) {
            Group oldest = kept.removeFirst();
            kept.set(0, oldest.then(kept.getFirst()));
        }
        return kept.isEmpty() ? NONE : new Occupancy(kept);
    }

    private static boolean begins(NavigableSet<Long> starts, long from, long before) {
        Long next = starts.ceiling(from);
        return next != null && next < before;
    }
}

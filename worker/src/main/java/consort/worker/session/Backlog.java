package consort.worker.session;

import java.util.List;

/**
 * The receipts without proofs.
 *
 * @param first the oldest ones, ascending by seq; at most {@link #MAX_FIRST}
 * @param further how many more there are, all of them newer
 */
public record Backlog(List<Unproven> first, long further) {

    /** However long a coordinator owes proofs, a worker's memory does not grow with what it owes. */
    public static final int MAX_FIRST = 64;

    public static final Backlog NOTHING = new Backlog(List.of(), 0);

    public Backlog {
        first = List.copyOf(first);
    }

    /** How many in all. */
    public long count() {
        return first.size() + further;
    }
}

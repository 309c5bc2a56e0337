package consort.worker.session;

import java.util.List;

/**
 * The receipts without proofs.
 *
 * @param first the oldest ones, ascending by seq; at most {@link #MAX_FIRST}
 * @param further how many more there are, all of them newer
 * @param damaged seqs of those before them whose file is not what a log key signed, ascending; at most {@link #MAX_FIRST} are named
 */
public record Backlog(List<Unproven> first, long further, List<Long> damaged) {

    /** However long a coordinator owes proofs, a worker's memory does not grow with what it owes. */
    public static final int MAX_FIRST = 64;

    public static final Backlog NOTHING = new Backlog(List.of(), 0, List.of());

    public Backlog {
        first = List.copyOf(first);
        damaged = List.copyOf(damaged);
    }

    /** How many proofs can be asked for. */
    public long count() {
        return first.size() + further;
    }

    Backlog with(List<Unproven> changed, long more) {
        return new Backlog(changed, more, damaged);
    }
}

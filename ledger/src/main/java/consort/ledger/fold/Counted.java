package consort.ledger.fold;

import consort.ledger.entry.Reasons;
import consort.ledger.entry.Reduction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What counts of a claim.
 *
 * @param acceptedMillis device time
 * @param claimableMillis device time that it can be let count for afterwards: the same before the outcome is considered
 * @param reductions cuts beyond clock, lease and outcome, in the order of the rules
 * @param occupiedMillis device time by device, before the outcome and the speed are considered: what others cannot claim any
 *     more; empty where nothing is remembered
 * @param energy as far as it counts
 */
public record Counted(long acceptedMillis, long claimableMillis, List<Reduction> reductions, Map<String, Long> occupiedMillis,
        Energy energy) {

    public Counted {
        reductions = List.copyOf(reductions);
        occupiedMillis = Map.copyOf(occupiedMillis);
    }

    /** The first reason, as an observation states it. */
    public Optional<String> reduction() {
        return reductions.stream().findFirst().map(Reduction::reason);
    }

    /** The reductions as an observation states them: not where {@code beyond-work}, which follows from the lease, is the only one. */
    public List<Reduction> stated() {
        return reductions.size() == 1 && reductions.getFirst().reason().equals(Reasons.BEYOND_WORK) ? List.of() : reductions;
    }
}

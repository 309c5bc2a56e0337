package consort.coordinator.core;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.Rounds;
import consort.ledger.fold.RunView;
import java.util.Optional;
import java.util.Set;

/**
 * A round that falls short of its quorum, since workers are gone, silent or failed, takes free ones in their place. Whoever was
 * replaced and claims after all is late, so that no more updates count than the weights are made for.
 */
final class Substitutes {

    private Substitutes() {
    }

    /**
     * Grants one lease, if one is wanted and somebody is free.
     *
     * @param kept free workers for which other runs wait
     */
    static boolean grant(Turn turn, RunView run, Set<WorkerId> kept) {
        RoundView round = run.round().orElseThrow();
        if (!round.fallsShort() || run.paused().isPresent()) {
            return false;
        }
        Optional<WorkerId> substitute = Waiting.able(turn, run).stream()
                .filter(worker -> !round.leases().containsKey(worker) && !kept.contains(worker) && Leases.free(turn, worker))
                .findFirst();
        substitute.ifPresent(worker -> Leases.grant(turn, Rounds.trainLease(run, round, worker, turn.state().nextLease(),
                turn.ephemeral().sessions.get(worker).devices(), turn.timeMillis())));
        return substitute.isPresent();
    }
}

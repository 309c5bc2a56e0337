package consort.coordinator.loop;

import consort.coordinator.core.Effect;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.State;
import consort.ledger.fold.WorkerView;
import consort.ledger.log.SignedCheckpoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wishes for proofs that wait for a checkpoint: one a worker, so that their number has the bound that workers have. */
final class AwaitedProofs {

    private final State state;
    private final Map<WorkerId, Waiting> waiting = new LinkedHashMap<>();
    private boolean news;
    private long size;

    /** @param covered the size of the smallest checkpoint that covers all of it */
    private record Waiting(Effect.SendProof wish, List<Effect.Receipted> entries, long covered) {
    }

    AwaitedProofs(State state) {
        this.state = state;
    }

    /** Takes the place of an earlier wish of this worker. What the ledger does not hold is left out. */
    void add(Effect.SendProof wish) {
        WorkerView worker = state.workers().get(wish.worker());
        if (worker == null) {
            return;
        }
        List<Effect.Receipted> entries = new ArrayList<>();
        long covered = 1;
        for (long seq : wish.seqs()) {
            List<Long> indexes = state.entryAt(worker.key(), seq).map(held -> held.receipted().stream().map(Receipted::index).toList())
                    .orElse(List.of());
            if (!indexes.isEmpty()) {
                entries.add(new Effect.Receipted(seq, indexes));
                covered = Math.max(covered, indexes.getLast() + 1);
            }
        }
        waiting.put(wish.worker(), new Waiting(wish, entries, covered));
        news = true;
    }

    /** Those that a checkpoint covers now; each is given once. */
    List<Effect> covered(Optional<SignedCheckpoint> newest) {
        if (newest.isEmpty() || !news && newest.get().checkpoint().size() == size) {
            return List.of();
        }
        news = false;
        size = newest.get().checkpoint().size();
        List<Effect> covered = new ArrayList<>();
        for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext();) {
            Waiting one = each.next();
            if (one.covered() <= size) {
                each.remove();
                covered.add(new Effect.Prove(one.wish().worker(), one.wish().session(), one.wish().knownSize(), one.entries(),
                        newest.get()));
            }
        }
        return covered;
    }
}

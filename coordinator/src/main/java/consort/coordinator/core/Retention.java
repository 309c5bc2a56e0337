package consort.coordinator.core;

import consort.ledger.fold.ModelView;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.fold.UpdateView;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which models and updates may be deleted. It follows from the ledger, the policy and what is stored, and from nothing else.
 *
 * <p>Always kept: the updates of a round that is open, until it is closed or abandoned; all models of a run that has not ended;
 * the initial model of a job that waits for approvals, until that is withdrawn; the first and the last model of a run that has ended, and all that were released;
 * and every blob that no entry names (an upload that is still to be claimed), unless an earlier process left it and the budget is
 * exceeded. Documents are no blobs: they are never deleted.
 */
public final class Retention {

    /**
     * What the operator wants to keep.
     *
     * @param updateRounds updates of so many last rounds of each run are kept while the budget allows it; older ones go
     * @param modelEvery of a run that ended, besides the first and the last, the model of every so many rounds; 1 for all
     * @param budgetBytes when the store holds more, what an earlier process left and no entry names goes, then the oldest updates, whatever
     *     their round
     */
    public record Policy(long updateRounds, long modelEvery, long budgetBytes) {

        /** Everything is kept. */
        public static final Policy EVERYTHING = new Policy(Long.MAX_VALUE, 1, Long.MAX_VALUE);

        public Policy {
            if (updateRounds < 0 || modelEvery < 1 || budgetBytes < 0) {
                throw new IllegalArgumentException("updateRounds " + updateRounds + ", modelEvery " + modelEvery
                        + ", budgetBytes " + budgetBytes);
            }
        }
    }

    private Retention() {
    }

    /**
     * What may go now.
     *
     * @param present what is stored: bytes by digest
     * @param found what an earlier process had left in the store
     */
    public static Set<String> garbage(State state, Policy policy, Map<String, Long> present, Set<String> found) {
        Set<String> garbage = new TreeSet<>(models(state, policy));
        // Most of all that claims ever named are gone: only what is there is worth sorting.
        List<UpdateView> updates = spareUpdates(state).filter(update -> present.containsKey(update.digest()))
                .sorted(Comparator.comparingLong(UpdateView::claim)).toList();
        updates.stream().filter(update -> isOld(state, policy, update)).map(UpdateView::digest).forEach(garbage::add);
        garbage.retainAll(present.keySet());
        long kept = present.entrySet().stream().filter(blob -> !garbage.contains(blob.getKey()))
                .mapToLong(Map.Entry::getValue).sum();
        for (String digest : spare(state, found, updates)) {
            if (kept > policy.budgetBytes() && present.containsKey(digest) && garbage.add(digest)) {
                kept -= present.get(digest);
            }
        }
        return garbage;
    }

    /** What the budget may cost, first what goes first: whoever still means what nobody names sends it again. */
    private static List<String> spare(State state, Set<String> found, List<UpdateView> updates) {
        Set<String> unnamed = new TreeSet<>(found);
        unnamed.removeIf(state.updates()::has);
        state.runs().values().forEach(run -> run.models().forEach(model -> unnamed.remove(model.digest())));
        state.jobs().values().forEach(job -> unnamed.remove(job.model()));
        return Stream.concat(unnamed.stream(), updates.stream().map(UpdateView::digest)).toList();
    }

    /** The updates that nothing under way needs, of all that claims ever named, in any order. */
    static Stream<UpdateView> spareUpdates(State state) {
        Set<String> needed = new HashSet<>();
        for (RunView run : state.runs().values()) {
            run.models().forEach(model -> needed.add(model.digest()));
            if (run.ended().isEmpty()) {
                run.round().ifPresent(round -> round.accepted().forEach(update -> needed.add(update.update())));
            }
        }
        return state.updates().all().filter(update -> !needed.contains(update.digest()) && !isOfOpenRound(state, update));
    }

    private static boolean isOfOpenRound(State state, UpdateView update) {
        return state.runs().get(update.run()).round().map(RoundView::round).filter(open -> open == update.round()).isPresent();
    }

    private static boolean isOld(State state, Policy policy, UpdateView update) {
        RunView run = state.runs().get(update.run());
        long lastOver = run.roundsOpened() - (run.round().isPresent() ? 1 : 0);
        return lastOver - update.round() >= policy.updateRounds();
    }

    /** Models of ended runs, and of jobs that were withdrawn, that no run keeps. */
    private static Set<String> models(State state, Policy policy) {
        Set<String> gone = new HashSet<>();
        Set<String> kept = new HashSet<>();
        for (RunView run : state.runs().values()) {
            for (ModelView model : run.models()) {
                (keeps(policy, run, model) ? kept : gone).add(model.digest());
            }
            run.round().ifPresent(round -> round.accepted().forEach(update -> kept.add(update.update())));
        }
        state.withdrawnJobs().keySet().forEach(job -> gone.add(state.jobs().get(job).model()));
        state.releases().forEach(released -> kept.add(released.release().model()));
        state.waitingJobs().forEach(job -> kept.add(state.jobs().get(job).model()));
        gone.removeAll(kept);
        return gone;
    }

    private static boolean keeps(Policy policy, RunView run, ModelView model) {
        return run.ended().isEmpty() || model.equals(run.models().getFirst()) || model.equals(run.latest())
                || model.round() % policy.modelEvery() == 0;
    }
}

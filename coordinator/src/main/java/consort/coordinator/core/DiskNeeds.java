package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Storage;
import consort.coordinator.core.Event.ModelFacts;
import consort.ledger.entry.JobDocument;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.fold.UpdateView;
import java.util.function.ToLongFunction;

/** How much runs add to the store of models and updates until they end, and how much room there is. */
final class DiskNeeds {

    private DiskNeeds() {
    }

    /** What all runs under way will add until they end, when retention deletes nothing for its budget. */
    static long neededBytes(State state, Storage storage) {
        return sum(state, run -> added(state, storage, run, storage.policy().updateRounds()));
    }

    /** The same when all updates are deleted once their round closed, if retention has a budget; they are with it. */
    static long leastBytes(State state, Storage storage) {
        return sum(state, run -> added(state, storage, run, leastRounds(storage)));
    }

    /** What may be added; spare updates count as room where retention deletes them in time. */
    static long leftBytes(State state, Storage storage) {
        long spare = budgeted(storage) ? Retention.spareUpdates(state)
                .mapToLong(update -> storage.size().applyAsLong(update.digest())).sum() : 0;
        return Math.max(0, Math.min(storage.maxBytes() - storage.usedBytes(), storage.freeBytes())) + spare;
    }

    /** What a run of a job will add, as {@link #neededBytes}; with its initial model, unless that is stored already. */
    static long neededBytes(JobDocument job, ModelFacts model, Storage storage) {
        return added(job, model, storage, storage.policy().updateRounds());
    }

    /** The same, as {@link #leastBytes}. */
    static long leastBytes(JobDocument job, ModelFacts model, Storage storage) {
        return added(job, model, storage, leastRounds(storage));
    }

    private static long added(JobDocument job, ModelFacts model, Storage storage, long keptRounds) {
        long models = job.rounds() + (storage.size().applyAsLong(job.model()) > 0 ? 0L : 1L);
        long updates = Capped.times(Math.min(job.rounds(), Math.max(1, keptRounds)), job.cohort().max());
        return Capped.plus(Capped.times(models, model.modelBytes()), Capped.times(updates, model.updateBytes()));
    }

    private static long leastRounds(Storage storage) {
        return budgeted(storage) ? 1 : storage.policy().updateRounds();
    }

    private static boolean budgeted(Storage storage) {
        return storage.policy().budgetBytes() < storage.maxBytes();
    }

    private static long sum(State state, ToLongFunction<RunView> bytes) {
        return state.runs().values().stream().filter(run -> run.ended().isEmpty()).mapToLong(bytes).reduce(0, Capped::plus);
    }

    private static long added(State state, Storage storage, RunView run, long keptRounds) {
        long left = run.job().rounds() - run.roundsClosed();
        long model = storage.size().applyAsLong(run.model());
        return Capped.plus(Capped.times(left, model),
                Capped.times(Math.min(left, Math.max(1, keptRounds)), updateBytes(state, storage, run, model)));
    }

    /** Of one round: as in the last that closed; before it, an update is taken to be as large as the model. */
    private static long updateBytes(State state, Storage storage, RunView run, long model) {
        long last = state.updates().all()
                .filter(update -> update.run() == run.run() && update.round() == run.latest().round())
                .map(UpdateView::digest).mapToLong(storage.size()).sum();
        return run.roundsClosed() > 0 && last > 0 ? last : Capped.times(run.job().cohort().max(), model);
    }
}

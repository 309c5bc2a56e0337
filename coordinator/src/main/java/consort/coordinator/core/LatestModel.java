package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.RunTimers;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import consort.ledger.fold.RunView;
import java.util.Optional;

/**
 * The model that a run reached must be stored, or the run cannot go on. A ledger may be newer than the models beside it, when it
 * was restored from a member's copy, and a file may be deleted by mistake. So a run takes no step before its model was seen: it is looked for
 * off the loop, unless this process itself made or checked it, and again when work missed a blob or a round was abandoned.
 *
 * <p>A run whose model is gone ends at once, as abandoned, with a cause that names the model: first its leases, then its round, then itself.
 */
final class LatestModel {

    /**
     * What is known of one model in the store.
     *
     * @param model its digest; empty when nothing is known
     */
    record Known(String model, Sight sight) {

        static final Known NOTHING = new Known("", Sight.SOUGHT);
    }

    /** Whether it was seen. */
    enum Sight {
        SOUGHT,
        SEEN,
        GONE
    }

    private LatestModel() {
    }

    /** Whether the run may take no step of its own; takes the one that its model asks for instead. */
    static boolean holdsBack(Turn turn, RunView run) {
        RunTimers timers = turn.ephemeral().timers(run.run());
        if (!timers.model.model().equals(run.model())) {
            timers.model = new Known(run.model(), Sight.SOUGHT);
            timers.waitsFor = "looks for its model " + run.model();
            turn.release(new Effect.FindModel(run.run(), run.model()));
        } else if (timers.model.sight() == Sight.GONE) {
            end(turn, run);
        }
        return timers.model.sight() != Sight.SEEN;
    }

    /** This process made or checked the model itself. */
    static void seen(Turn turn, long run, String model) {
        turn.ephemeral().timers(run).model = new Known(model, Sight.SEEN);
    }

    /** Something was missing that should be there: the run's model is looked for again. */
    static void doubt(Turn turn, long run) {
        turn.ephemeral().timers.computeIfPresent(run, (_, timers) -> {
            timers.model = Known.NOTHING;
            return timers;
        });
    }

    static void lookedFor(Turn turn, Event.ModelLookedFor event) {
        Optional<RunView> run = Optional.ofNullable(turn.state().runs().get(event.run()))
                .filter(one -> one.ended().isEmpty() && one.model().equals(event.model()));
        run.ifPresent(one -> turn.ephemeral().timers(one.run()).model =
                new Known(event.model(), event.stored() ? Sight.SEEN : Sight.GONE));
    }

    private static void end(Turn turn, RunView run) {
        switch (run.phase()) {
            case TRAINING, EVALUATING -> Runs.endLeases(turn, run);
            case AGGREGATING -> turn.append(new RoundAbandoned(turn.timeMillis(), run.run(),
                    run.round().orElseThrow().round(), "the model " + run.model() + " is not stored"));
            case WAITING -> Runs.end(turn, run, RunEnded.Outcome.ABANDONED, (run.latest().round() == 0 ? "its initial model, "
                    : "the model of round " + run.latest().round() + ", ") + run.model() + ", is not stored: the ledger is newer than"
                    + " the models that were restored, or the file was deleted. Submit the job anew from a model that somebody has"
                    + " (submit --model FILE)");
            case ENDED -> { }
        }
    }
}

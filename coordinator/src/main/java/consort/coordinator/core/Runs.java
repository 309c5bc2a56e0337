package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.RunEnded;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.ModelView;
import consort.ledger.fold.RunView;
import java.util.List;
import java.util.OptionalLong;

/** How runs end, and the models they made. Every run ends with a run-ended entry that says why. */
final class Runs {

    private static final int MAX_CAUSE = 300;

    private Runs() {
    }

    /** The operator stops a run: its leases end first. */
    static void stop(Turn turn, Event.StopRun event) {
        RunView run = turn.state().runs().get(event.run());
        if (run == null) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no run " + event.run());
        } else if (run.ended().filter(end -> end.outcome() == RunEnded.Outcome.STOPPED).isPresent()) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.empty(), true));
        } else if (run.ended().isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, "run " + event.run() + " ended already: " + run.ended().get().cause());
        } else if (!Operations.lacksWords(turn, event.ticket(), "why the run is stopped", event.cause())) {
            endLeases(turn, run);
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            end(turn, run, RunEnded.Outcome.STOPPED, event.cause().strip());
        }
    }

    static void endLeases(Turn turn, RunView run) {
        for (LeaseView lease : turn.state().openLeases()) {
            if (lease.lease().run() == run.run()) {
                Leases.end(turn, lease.lease(), LeaseEnded.Reason.RUN_ENDED);
            }
        }
    }

    /** The last entry of a run; it has no open lease. */
    static void end(Turn turn, RunView run, RunEnded.Outcome outcome, String cause) {
        String text = cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE);
        turn.append(new RunEnded(turn.timeMillis(), run.run(), outcome, text, run.model()));
        turn.ephemeral().forgetRun(run.run());
        Housekeeping.look(turn);
    }

    static Reply.Models models(Turn turn, Event.AskModels asked) {
        List<ModelView> models = turn.state().runs().tailMap(asked.afterRun()).values().stream()
                .flatMap(run -> run.models().stream())
                .dropWhile(model -> model.run() == asked.afterRun() && model.round() <= asked.afterRound())
                .limit(asked.limit() + 1L).toList();
        boolean more = models.size() > asked.limit();
        return new Reply.Models(models.stream().limit(asked.limit()).map(model -> described(turn, model)).toList(), more);
    }

    private static Reply.Model described(Turn turn, ModelView model) {
        return new Reply.Model(model.run(), model.round(), model.digest(), model.index(), model.accuracyMillionths().orElse(-1),
                Releases.of(turn.state(), model));
    }
}

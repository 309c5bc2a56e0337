package consort.worker.session;

import java.util.Optional;
import java.util.OptionalLong;

/** The update is being formed in the outbox. A cancel comes too late here: the work is done and will be claimed. */
public record Forming(Assignment assignment, Outcome.Done done) implements Work {

    static void begin(Assignment assignment, Outcome.Done done, Turn turn) {
        turn.become(new Forming(assignment, done));
        long maxBytes = Math.min(assignment.maxUpdateBytes(), turn.site().maxUpdateBytes());
        turn.emit(new Effect.FormUpdate(assignment, maxBytes));
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(assignment.lease());
    }

    @Override
    public void happened(Event event, Turn turn) {
        switch (event) {
            case Event.Formed(long lease, UpdateRef update) when lease == assignment.lease() ->
                    Claiming.begin(assignment, done, Optional.of(update), turn);
            case Event.FormFailed failed when failed.lease() == assignment.lease() -> failed(failed, turn);
            default -> { }
        }
    }

    @Override
    public void stop(String cause, Turn turn) {
        // Soon over, and then the claim stands in the outbox.
    }

    private void failed(Event.FormFailed failed, Turn turn) {
        turn.tell(Notice.Kind.PROBLEM,
                turn.name(assignment) + " makes no update: " + failed.reason() + ": " + failed.detail());
        Outcome outcome = new Outcome.Failed(done.busyMillis(), done.steps(), failed.reason(), failed.detail(), done.meters());
        Claiming.begin(assignment, outcome, Optional.empty(), turn);
    }
}

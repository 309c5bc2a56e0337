package consort.worker.session;

import java.util.OptionalLong;

/**
 * The model is on its way into the cache.
 *
 * @param failures downloads that failed in a row, while connected, without bringing anything
 * @param heldBytes what was here after the last one
 * @param active whether a fetch is under way; otherwise it waits for the link
 */
public record Fetching(Assignment assignment, int failures, long heldBytes, boolean active) implements Work {

    static void begin(Assignment assignment, Turn turn) {
        turn.become(new Fetching(assignment, 0, 0, true));
        turn.emit(new Effect.Fetch(assignment.model(), assignment.modelBytes(), 0));
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(assignment.lease());
    }

    @Override
    public void welcomed(Turn turn) {
        if (!active) {
            begin(assignment, turn);
        }
    }

    @Override
    public void canceled(String reason, Turn turn) {
        turn.drop(assignment.lease(), reason);
    }

    @Override
    public void happened(Event event, Turn turn) {
        switch (event) {
            case Event.Fetched(String digest) when digest.equals(assignment.model()) -> Training.begin(assignment, turn);
            case Event.FetchFailed failed when failed.digest().equals(assignment.model()) -> failed(failed, turn);
            default -> { }
        }
    }

    @Override
    public void close(String reason, Turn turn) {
        turn.handBack(assignment.lease(), reason);
    }

    @Override
    public void stop(String cause, Turn turn) {
        close("stopping", turn);
    }

    private void failed(Event.FetchFailed failed, Turn turn) {
        int inRow = failed.heldBytes() > heldBytes ? 1 : failures + 1;
        boolean hopeless = !failed.again() || turn.online() && inRow >= turn.timing().fetchAttempts();
        if (hopeless) {
            turn.tell(Notice.Kind.PROBLEM, "the model of " + turn.name(assignment) + " cannot be fetched: " + failed.reason());
            turn.handBack(assignment.lease(), "model-unavailable");
        } else if (turn.online()) {
            turn.become(new Fetching(assignment, inRow, failed.heldBytes(), true));
            turn.emit(new Effect.Fetch(assignment.model(), assignment.modelBytes(), turn.retryMillis(inRow - 1)));
        } else {
            // It counts for nothing against the model that nobody is connected.
            turn.become(new Fetching(assignment, failures, failed.heldBytes(), false));
        }
    }
}

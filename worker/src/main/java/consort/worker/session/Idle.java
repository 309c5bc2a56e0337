package consort.worker.session;

import java.util.OptionalLong;

/** Nothing in hand. */
public record Idle() implements Work {

    @Override
    public OptionalLong lease() {
        return OptionalLong.empty();
    }

    @Override
    public void stop(String cause, Turn turn) {
        turn.exit(0, cause);
    }
}

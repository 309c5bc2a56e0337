package consort.worker.session;

import java.util.OptionalLong;

/** A task that will not be done; the coordinator hears of it as soon as the link is up. */
public record HandingBack(long handedBack, String reason) implements Work {

    @Override
    public OptionalLong lease() {
        return OptionalLong.of(handedBack);
    }

    @Override
    public void welcomed(Turn turn) {
        turn.handBack(handedBack, reason);
    }

    @Override
    public void canceled(String why, Turn turn) {
        turn.drop(handedBack, why);
    }

    @Override
    public void stop(String cause, Turn turn) {
        turn.exit(0, cause);
    }
}

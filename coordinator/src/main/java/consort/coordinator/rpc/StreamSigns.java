package consort.coordinator.rpc;

import consort.coordinator.core.Event;
import consort.coordinator.loop.Inbox;

/**
 * The signs of life of one stream. A few may wait for the loop at once, far more than an honest worker sends until it looks around; the stream
 * waits with the next one, and with all that follows, until the loop has taken it. So whoever sends more keeps neither the network nor the loop
 * busy. Not thread-safe: one message of a stream comes after the other.
 */
final class StreamSigns {

    /** Until the loop looks around, which it does ten times a second at least. */
    static final int MOST_AT_ONCE = 16;

    private final Inbox inbox;
    private long looks;
    private int since;

    StreamSigns(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * Hands a sign over without waking the loop.
     *
     * @param next asks for the stream's next message: run at once, or when the loop has taken the sign
     * @return false when as many signs of all streams wait as may: then it was dropped, and {@code next} is not run
     */
    boolean offer(Event sign, Runnable next) {
        if (looks != inbox.looks()) {
            looks = inbox.looks();
            since = 0;
        }
        if (since >= MOST_AT_ONCE) {
            return inbox.offerSign(sign, next);
        }
        if (!inbox.offerSign(sign)) {
            return false;
        }
        since++;
        next.run();
        return true;
    }
}

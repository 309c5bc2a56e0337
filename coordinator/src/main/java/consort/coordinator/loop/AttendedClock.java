package consort.coordinator.loop;

import consort.coordinator.core.Now;
import java.util.function.Supplier;

/**
 * Time that passes for the loop: that in which it was there. A process that is stopped and continued, a machine that sleeps, a disk
 * that answers after a minute: what peers did meanwhile waits in sockets and inbox, and a deadline that ran on would be over
 * before any of it is looked at. So of each time between two looks at the clock no more than a few seconds count; nobody's
 * task is ended for what the coordinator missed.
 */
public final class AttendedClock implements Supplier<Now> {

    /** Much more than the loop takes for a batch. */
    static final long MOST_MILLIS = 5_000;

    private final Supplier<Now> clock;
    private long lastMillis;
    private long missedMillis;

    /** @param clock asked by one thread only, often */
    public AttendedClock(Supplier<Now> clock) {
        this.clock = clock;
        this.lastMillis = clock.get().monotonicMillis();
    }

    @Override
    public Now get() {
        Now now = clock.get();
        missedMillis += Math.max(0, now.monotonicMillis() - lastMillis - MOST_MILLIS);
        lastMillis = now.monotonicMillis();
        return new Now(now.wallMillis(), now.monotonicMillis() - missedMillis);
    }
}

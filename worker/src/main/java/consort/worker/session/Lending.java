package consort.worker.session;

import consort.worker.policy.Closed;
import consort.worker.policy.Policy;
import consort.worker.policy.Spent;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether, and how much, the site lends. Immutable.
 *
 * @param paused whether the person at the site paused the worker
 * @param leaving whether the worker is to end once nothing is outstanding, and to come no more
 * @param gap whether the session is to end once nothing is outstanding, for another to follow
 * @param measuring the benchmark that is to be done once nothing is outstanding
 * @param withheld a cap or an hour at which a task was refused: nothing more until then
 * @param spent what was lent so far
 * @param closed why it takes no tasks, as it last said to the coordinator; empty: it takes them
 * @param device who has the device
 */
public record Lending(boolean paused, boolean leaving, boolean gap, Optional<Lending.Wanted> measuring, Optional<Closed> withheld, Spent spent,
        Optional<Closed> closed, Lending.Device device) {

    /** As long as it may take, as far as is said. */
    private static final long MEASURING_MILLIS = Duration.ofHours(1).toMillis();
    private static final long GAP_MILLIS = Duration.ofMinutes(1).toMillis();

    /**
     * A benchmark that the coordinator wants again.
     *
     * @param fromMillis the wall time before which it is not done
     */
    public record Wanted(String trainer, long fromMillis) {
    }

    /** Who has the device. */
    public enum Device {
        /** Trainers may hold it. */
        LENT,
        /** The trainer is being ended. */
        ENDING,
        /** No trainer runs, and none will while the site takes no tasks. */
        FREE
    }

    static Lending with(Spent spent) {
        return new Lending(false, false, false, Optional.empty(), Optional.empty(), spent, Optional.empty(), Device.LENT);
    }

    /** Why it is to take no tasks now. */
    Optional<Closed> closedNow(Policy policy, long wallMillis) {
        if (leaving) {
            return Optional.of(new Closed(Closed.LEAVING, 0, true));
        }
        if (paused) {
            return Optional.of(new Closed(Closed.PAUSED, 0, true));
        }
        return policy.closed(spent, wallMillis).or(() -> withheld.filter(until -> wallMillis < until.untilMillis()))
                .or(() -> gap ? Optional.of(new Closed(Closed.ENTERING, wallMillis + GAP_MILLIS, false)) : Optional.empty())
                .or(() -> measuring.filter(wanted -> wallMillis >= wanted.fromMillis()).map(_ -> new Closed(Closed.MEASURING, wallMillis + MEASURING_MILLIS, false)));
    }

    Lending withPaused(boolean now) {
        return new Lending(now, leaving, gap, measuring, withheld, spent, closed, device);
    }

    Lending withLeaving() {
        return new Lending(paused, true, gap, measuring, withheld, spent, closed, device);
    }

    Lending withGap() {
        return new Lending(paused, leaving, true, measuring, withheld, spent, closed, device);
    }

    Lending withMeasuring(Wanted wanted) {
        return new Lending(paused, leaving, gap, Optional.of(wanted), withheld, spent, closed, device);
    }

    Lending withWithheld(Closed until) {
        return new Lending(paused, leaving, gap, measuring, Optional.of(until), spent, closed, device);
    }

    Lending withSpent(Spent now) {
        return new Lending(paused, leaving, gap, measuring, withheld, now, closed, device);
    }

    Lending withClosed(Optional<Closed> now) {
        return new Lending(paused, leaving, gap, measuring, withheld, spent, now, device);
    }

    Lending with(Device now) {
        return new Lending(paused, leaving, gap, measuring, withheld, spent, closed, now);
    }
}

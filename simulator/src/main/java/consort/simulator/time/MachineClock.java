package consort.simulator.time;

/** The two clocks of one machine: a wall clock that is wrong and may be set, and a monotonic one that restarts with it. */
public final class MachineClock {

    /** Where wall clocks begin: 2026-01-01T00:00:00Z. */
    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private final Schedule schedule;
    private long skewMillis;
    private long bootMillis;

    /** @param skewMillis how far the wall clock is ahead */
    public MachineClock(Schedule schedule, long skewMillis) {
        this.schedule = schedule;
        this.skewMillis = skewMillis;
    }

    public long wallMillis() {
        return EPOCH_MILLIS + schedule.nowMillis() + skewMillis;
    }

    public long monotonicMillis() {
        return schedule.nowMillis() - bootMillis;
    }

    /** Sets the wall clock forward, or back when negative. */
    public void stepWall(long millis) {
        skewMillis += millis;
    }

    /** The machine booted: its monotonic clock begins anew. */
    public void booted() {
        bootMillis = schedule.nowMillis();
    }
}

package consort.coordinator.core;

/**
 * How long an open lease has run, and when its worker last gave a sign, all on the monotonic clock.
 *
 * @param whole whether it has run since it was granted; not when the coordinator was away meanwhile
 * @param signMillis when it began, or its worker last reported a step
 * @param moving whether its worker has reported a step
 */
record LeaseClock(long startMillis, boolean whole, long signMillis, boolean moving) {

    /** A needed worker that goes on has at most so many times the lease. */
    private static final int MOST_TIMES = 4;
    /** Nothing is heard for so many times what a whole task took: then nothing is coming. */
    private static final int SILENT_TIMES = 3;

    static LeaseClock granted(long nowMillis) {
        return new LeaseClock(nowMillis, true, nowMillis, false);
    }

    static LeaseClock granted(LeaseClock again, long nowMillis) {
        return new LeaseClock(nowMillis, false, nowMillis, again != null && again.moving);
    }

    LeaseClock signOfLife(long nowMillis) {
        return new LeaseClock(startMillis, whole, nowMillis, true);
    }

    /**
     * Whether the worker's time is up.
     *
     * @param durationMillis of the lease
     * @param needed whether the round falls short of its quorum without it
     * @param dropoutMillis for which a worker may be silent at any time
     */
    boolean isOver(long nowMillis, long durationMillis, boolean needed, long dropoutMillis) {
        boolean goesOn = needed && moving && nowMillis - signMillis < dropoutMillis;
        return nowMillis - startMillis >= (goesOn ? MOST_TIMES * durationMillis : durationMillis);
    }

    /**
     * Whether nothing was heard for so long that nothing will come.
     *
     * @param taskMillis what a whole task of the same run took this worker
     */
    boolean isSilent(long nowMillis, long taskMillis, long dropoutMillis) {
        return nowMillis - signMillis >= Math.max(dropoutMillis, SILENT_TIMES * taskMillis);
    }
}

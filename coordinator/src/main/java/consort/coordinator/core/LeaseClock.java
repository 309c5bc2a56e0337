package consort.coordinator.core;

/**
 * How long an open lease has run, and when its worker last gave a sign, all on the monotonic clock.
 *
 * @param whole whether it has run since it was granted; not when the coordinator was away meanwhile
 * @param signMillis when it began, or its worker last reported a step or moved enough of a model or update
 * @param moving whether its worker has given any sign
 * @param countedMillis since when bytes are counted: since that sign, or since they were too few to be one
 * @param countedBytes of models and updates, to and from its worker
 */
record LeaseClock(long startMillis, boolean whole, long signMillis, boolean moving, long countedMillis, long countedBytes) {

    /** A needed worker that goes on has at most so many times the lease. */
    private static final int MOST_TIMES = 4;
    /** Nothing is heard for so many times what a whole task took: then nothing is coming. */
    private static final int SILENT_TIMES = 3;

    static LeaseClock granted(long nowMillis) {
        return new LeaseClock(nowMillis, true, nowMillis, false, nowMillis, 0);
    }

    static LeaseClock granted(LeaseClock again, long nowMillis) {
        return new LeaseClock(nowMillis, false, nowMillis, again != null && again.moving, nowMillis, 0);
    }

    LeaseClock signOfLife(long nowMillis) {
        return new LeaseClock(startMillis, whole, nowMillis, true, nowMillis, 0);
    }

    /**
     * A transfer is a sign of life as long as it gets anywhere: as fast as carries the largest update in the longest time that a
     * lease can have. A slower one is none, so that a trickle holds up no round.
     *
     * @param bytes that moved now
     * @param durationMillis of the lease
     * @param largestBytes of an update
     * @param dropoutMillis for which a worker may be silent at any time; bytes are counted over no longer time
     */
    LeaseClock moved(long nowMillis, long bytes, long durationMillis, long largestBytes, long dropoutMillis) {
        long overMillis = nowMillis - countedMillis;
        long counted = countedBytes + bytes;
        if (counted >= (double) largestBytes * overMillis / ((double) MOST_TIMES * durationMillis)) {
            return signOfLife(nowMillis);
        }
        return overMillis < dropoutMillis
                ? new LeaseClock(startMillis, whole, signMillis, moving, countedMillis, counted)
                : new LeaseClock(startMillis, whole, signMillis, moving, nowMillis, 0);
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

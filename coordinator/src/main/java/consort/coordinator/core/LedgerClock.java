package consort.coordinator.core;

/**
 * The time of new entries: the wall clock's, but while that is behind the ledger, the time of the last entry and what passed since on the
 * monotonic clock. A clock that was ahead and is set right again must not stop the ledger's time: work would take no time, and count for
 * nothing, until the clock had caught up.
 */
final class LedgerClock {

    private long lastMillis = Long.MIN_VALUE;
    private long lastMonotonicMillis;
    private long givenMillis;
    private long givenMonotonicMillis;

    /**
     * @param ledgerTimeMillis of the last entry
     * @return not before that
     */
    long timeMillis(Now now, long ledgerTimeMillis) {
        if (ledgerTimeMillis != lastMillis) {
            lastMonotonicMillis = ledgerTimeMillis == givenMillis ? givenMonotonicMillis : now.monotonicMillis();
            lastMillis = ledgerTimeMillis;
        }
        givenMillis = Math.max(now.wallMillis(), ledgerTimeMillis + Math.max(0, now.monotonicMillis() - lastMonotonicMillis));
        givenMonotonicMillis = now.monotonicMillis();
        return givenMillis;
    }
}

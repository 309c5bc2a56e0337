package consort.coordinator.rpc;

/**
 * An allowance that refills with time and can be overdrawn: who takes more than is there waits until the debt is gone.
 * Not thread-safe. Times are nanoseconds of one monotonic clock.
 */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long filledNanos;

    /** A full one. */
    TokenBucket(double perSecond, double capacity, long nowNanos) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledNanos = nowNanos;
    }

    /** Takes one token if there is one. */
    boolean take(long nowNanos) {
        fill(nowNanos);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes what is there, and what is not as a debt. */
    void charge(double amount, long nowNanos) {
        fill(nowNanos);
        tokens -= amount;
    }

    /** After how many nanoseconds there is no debt any more; 0 when there is none. */
    long waitNanos(long nowNanos) {
        fill(nowNanos);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perSecond * NANOS);
    }

    boolean isFull(long nowNanos) {
        fill(nowNanos);
        return tokens >= capacity;
    }

    private void fill(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - filledNanos) / NANOS * perSecond);
        filledNanos = nowNanos;
    }
}

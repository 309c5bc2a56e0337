package consort.worker.session;

import java.util.random.RandomGenerator;

/** Exponential backoff with jitter: peers that were cut off together do not come back together. */
public final class Backoff {

    private Backoff() {
    }

    /**
     * Uniform in [b/2, b], where b = min(cap, base x 2^failures).
     *
     * @param failures in a row, from 0
     */
    public static long millis(long baseMillis, long capMillis, int failures, RandomGenerator random) {
        long bound = Math.min(capMillis, baseMillis << Math.min(failures, 20));
        return bound - random.nextLong(bound / 2 + 1);
    }
}

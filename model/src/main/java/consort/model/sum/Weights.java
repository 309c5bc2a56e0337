package consort.model.sum;

import java.math.BigInteger;
import java.util.Arrays;

/// The integer weights of updates, fixed when tasks are issued.
public final class Weights {
    /// The sum of all weights of a round is at most this, 2^20.
    public static final int MAX_SUM = 1 << 20;

    private Weights() {
    }

    /// What [#scale] makes of each of so many equal raw weights.
    ///
    /// @param raw 0 or more
    /// @param count from 1 to 2^20
    public static int scaleEqual(long raw, int count) {
        BigInteger sum = BigInteger.valueOf(raw).multiply(BigInteger.valueOf(count));
        return raw == 0 || sum.compareTo(BigInteger.valueOf(MAX_SUM)) <= 0 ? Math.toIntExact(raw)
                : Math.max(1, (MAX_SUM - count) / count);
    }

    /// Brings raw weights (steps, samples) into the range that the exact sum takes.
    ///
    /// Weights whose sum is at most 2^20 stay as they are. Otherwise, with `p` positive weights and `R` their sum, each
    /// becomes `max(1, floor(raw * (2^20 - p) / R))`: proportional to within one unit, equal for equal ones, positive for
    /// positive ones; the floors sum to at most `2^20 - p`, and at most `p` are raised by one.
    ///
    /// @param raw 0 or more each; 0 stays 0
    /// @throws IllegalArgumentException if one is negative, or more than 2^20 are positive
    public static int[] scale(long[] raw) {
        BigInteger sum = BigInteger.ZERO;
        long positive = 0;
        for (long weight : raw) {
            if (weight < 0) {
                throw new IllegalArgumentException("weight " + weight + " is negative");
            }
            positive += weight > 0 ? 1 : 0;
            sum = sum.add(BigInteger.valueOf(weight));
        }
        if (positive > MAX_SUM) {
            throw new IllegalArgumentException(positive + " positive weights; a round takes at most " + MAX_SUM);
        }
        if (sum.compareTo(BigInteger.valueOf(MAX_SUM)) <= 0) {
            return Arrays.stream(raw).mapToInt(Math::toIntExact).toArray();
        }
        BigInteger room = BigInteger.valueOf(MAX_SUM - positive);
        BigInteger total = sum;
        return Arrays.stream(raw).mapToInt(weight -> weight == 0 ? 0
                : Math.max(1, BigInteger.valueOf(weight).multiply(room).divide(total).intValueExact())).toArray();
    }
}

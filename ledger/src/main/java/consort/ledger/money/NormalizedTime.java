package consort.ledger.money;

import java.math.BigInteger;

/**
 * Device time normalized by the score of the device, exactly, and rounded down once at the end.
 *
 * @param milliMillis sum of time x score
 */
public record NormalizedTime(BigInteger milliMillis) {

    /** No time. */
    public static final NormalizedTime NONE = new NormalizedTime(BigInteger.ZERO);

    /**
     * @param deviceMillis accepted device time, not negative
     * @param scoreMilli thousandths of the reference device's speed
     */
    public NormalizedTime plus(long deviceMillis, long scoreMilli) {
        return new NormalizedTime(milliMillis.add(BigInteger.valueOf(deviceMillis).multiply(BigInteger.valueOf(scoreMilli))));
    }

    /** {@code floor(sum of time x score / 1000)}, in milliseconds of the reference device. */
    public long millis() {
        return Amounts.checked("normalized time", milliMillis.divide(BigInteger.valueOf(1000)));
    }
}

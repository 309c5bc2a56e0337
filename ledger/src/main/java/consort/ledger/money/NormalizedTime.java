package consort.ledger.money;

import java.math.BigInteger;

/** Device time normalized by the score of the device, exactly, and rounded down once at the end. For one thread. */
public final class NormalizedTime {

    private BigInteger milliMillis = BigInteger.ZERO;

    /**
     * @param deviceMillis accepted device time, not negative
     * @param scoreMilli thousandths of the reference device's speed
     */
    public NormalizedTime plus(long deviceMillis, long scoreMilli) {
        milliMillis = milliMillis.add(BigInteger.valueOf(deviceMillis).multiply(BigInteger.valueOf(scoreMilli)));
        return this;
    }

    /** {@code floor(sum of time x score / 1000)}, in milliseconds of the reference device. */
    public long millis() {
        return Amounts.checked("normalized time", milliMillis.divide(BigInteger.valueOf(1000)));
    }
}

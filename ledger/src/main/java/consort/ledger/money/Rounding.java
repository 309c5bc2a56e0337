package consort.ledger.money;

import java.math.BigInteger;

/** The one way in which amounts are rounded: half up. */
final class Rounding {

    private static final BigInteger HOUR_MILLIS = BigInteger.valueOf(3_600_000);

    private Rounding() {
    }

    /** {@code half_up(numerator / denominator)} of what is not negative. */
    static BigInteger halfUp(BigInteger numerator, BigInteger denominator) {
        return numerator.shiftLeft(1).add(denominator).divide(denominator.shiftLeft(1));
    }

    /** {@code half_up(millis x rate / hour)}. */
    static BigInteger atRate(long millis, long rateMinorPerHour) {
        return halfUp(BigInteger.valueOf(millis).multiply(BigInteger.valueOf(rateMinorPerHour)), HOUR_MILLIS);
    }
}

package consort.ledger.money;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * What each party bears at most and at least of one period, and the days that this is agreed for.
 *
 * @param capMinor of each party, however few its days; empty: no limit
 * @param floorMinor of a party that took part on all days; of another in proportion, rounded half up
 * @param commitmentMillis normalized device time that a party promises when it takes part on all days; of another in proportion,
 *     rounded down. What it lent less, at the rate and rounded half up, is added to its floor
 * @param periodDays at least 1
 */
public record ShareTerms(OptionalLong capMinor, long floorMinor, long commitmentMillis, long periodDays) {

    /** Shares follow from weights alone. */
    public static final ShareTerms NONE = new ShareTerms(OptionalLong.empty(), 0, 0, 1);

    private static final BigInteger MOST = BigInteger.valueOf(Amounts.MAX_MINOR);

    public ShareTerms {
        if (floorMinor < 0 || commitmentMillis < 0 || periodDays < 1) {
            throw new IllegalArgumentException("terms of less than nothing: " + floorMinor + ", " + commitmentMillis + ", " + periodDays);
        }
    }

    /** Normalized device time that a party promised and did not lend. */
    long shortfallMillis(Party party) {
        long promised = BigInteger.valueOf(commitmentMillis).multiply(BigInteger.valueOf(party.days()))
                .divide(BigInteger.valueOf(periodDays)).longValueExact();
        return Math.max(0, promised - party.ngpuMillis());
    }

    /** A floor beyond what the ledger can hold is as good as that. */
    Bounds bounds(Party party, long rateMinorPerHour) {
        BigInteger floor = Rounding.halfUp(BigInteger.valueOf(floorMinor).multiply(BigInteger.valueOf(party.days())),
                BigInteger.valueOf(periodDays));
        BigInteger shortfall = Rounding.atRate(shortfallMillis(party), rateMinorPerHour);
        return new Bounds(floor.add(shortfall).min(MOST).longValueExact(), capMinor);
    }
}

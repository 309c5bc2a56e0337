package consort.ledger.money;

import java.math.BigInteger;
import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * How the pool is shared: so many percent by benefit, by tier, and equally.
 *
 * @throws IllegalArgumentException unless the percentages are not negative and sum to 100
 */
public record Weighting(int byBenefitPercent, int tieredPercent, int equalPercent) {

    public Weighting {
        if (byBenefitPercent < 0 || tieredPercent < 0 || equalPercent < 0
                || byBenefitPercent + tieredPercent + equalPercent != 100) {
            throw new IllegalArgumentException("percentages must sum to 100: " + byBenefitPercent + " + " + tieredPercent + " + "
                    + equalPercent);
        }
    }

    /**
     * A party's weight in its three parts, of which each is its part of 1.
     *
     * @param total their sum; over all parties 1
     */
    public record Weight(Fraction byBenefit, Fraction tiered, Fraction equal, Fraction total) {

        /** Of somebody who has no part in a bill. */
        public static final Weight NONE = new Weight(Fraction.ZERO, Fraction.ZERO, Fraction.ZERO, Fraction.ZERO);
    }

    Weight weight(Party party, Collection<Party> all) {
        Fraction byBenefit = part(party, all, Party::benefit).times(byBenefitPercent).percent();
        Fraction tiered = part(party, all, Party::tier).times(tieredPercent).percent();
        Fraction equal = part(party, all, any -> 1).times(equalPercent).percent();
        return new Weight(byBenefit, tiered, equal, byBenefit.plus(tiered).plus(equal));
    }

    /** Each counts for its days: whoever took part on half of them weighs half. */
    private static Fraction part(Party party, Collection<Party> all, ToLongFunction<Party> units) {
        BigInteger sum = sum(all, units);
        return sum.signum() == 0
                ? new Fraction(BigInteger.valueOf(party.days()), sum(all, any -> 1))
                : new Fraction(byDays(party, units), sum);
    }

    private static BigInteger sum(Collection<Party> all, ToLongFunction<Party> units) {
        return all.stream().map(one -> byDays(one, units)).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger byDays(Party party, ToLongFunction<Party> units) {
        return BigInteger.valueOf(units.applyAsLong(party)).multiply(BigInteger.valueOf(party.days()));
    }
}

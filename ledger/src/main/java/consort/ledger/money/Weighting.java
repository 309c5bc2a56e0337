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
    }

    Weight weight(Party party, Collection<Party> all) {
        Fraction byBenefit = part(party, all, Party::benefit).times(byBenefitPercent).percent();
        Fraction tiered = part(party, all, Party::tier).times(tieredPercent).percent();
        Fraction equal = part(party, all, any -> 1).times(equalPercent).percent();
        return new Weight(byBenefit, tiered, equal, byBenefit.plus(tiered).plus(equal));
    }

    private static Fraction part(Party party, Collection<Party> all, ToLongFunction<Party> units) {
        BigInteger sum = all.stream().map(one -> BigInteger.valueOf(units.applyAsLong(one)))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return sum.signum() == 0
                ? Fraction.of(1, BigInteger.valueOf(all.size()))
                : Fraction.of(units.applyAsLong(party), sum);
    }
}

package consort.ledger.money;

import consort.ledger.money.BoundedShares.Share;
import consort.ledger.money.Weighting.Weight;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who contributed what, and who bears what.
 *
 * @param poolMinor the sum of all credits
 * @param deficitMinor what caps left of the pool, and nobody bears; 0 as long as they leave nothing
 * @param periodDays of which each party's days are a part; 1 where days do not count
 * @param lines sorted by name
 */
public record Bill(long poolMinor, long deficitMinor, long periodDays, List<Line> lines) {

    public Bill {
        lines = List.copyOf(lines);
    }

    /**
     * One party's line.
     *
     * @param creditMinor its device time at the rate, and its external cost
     * @param rawShareMinor what its weight alone would have it bear, without anybody's cap or floor
     * @param bounds between what its share was held
     * @param shortfallMillis normalized device time that it promised and did not lend; at the rate it is part of the floor
     * @param clamp why its share is not that of its weight; none where it is
     * @param cutMinor its part of the deficit, which its credit is cut by
     * @param netMinor what it receives, or owes when negative: credit less cut less share
     */
    public record Line(Party party, long creditMinor, Weight weight, long rawShareMinor, Bounds bounds, long shortfallMillis,
            Clamp clamp, long shareMinor, long cutMinor, long netMinor) {

        /** What it is owed after the cut. */
        public long paidCreditMinor() {
            return creditMinor - cutMinor;
        }
    }

    /** A bill without caps and floors, for all days; see the other one. */
    public static Bill of(Collection<Party> parties, long rateMinorPerHour, Weighting weighting) {
        return of(parties, rateMinorPerHour, weighting, ShareTerms.NONE);
    }

    /**
     * Computes a bill; the order of the parties does not matter.
     *
     * @param rateMinorPerHour for an hour of normalized device time, not negative
     * @throws AmountOverflowException when an amount is beyond {@link Amounts#MAX_MINOR}
     * @throws IllegalArgumentException when two parties have one name
     */
    public static Bill of(Collection<Party> parties, long rateMinorPerHour, Weighting weighting, ShareTerms terms) {
        SortedMap<String, Party> byName = byName(parties);
        SortedMap<String, Long> credits = new TreeMap<>();
        SortedMap<String, Weight> weights = new TreeMap<>();
        SortedMap<String, Fraction> totals = new TreeMap<>();
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        byName.forEach((name, party) -> {
            credits.put(name, credit(party, rateMinorPerHour));
            weights.put(name, weighting.weight(party, byName.values()));
            totals.put(name, weights.get(name).total());
            bounds.put(name, terms.bounds(party, rateMinorPerHour));
        });
        long pool = Amounts.checked("the pool",
                credits.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add));
        SortedMap<String, Long> raw = LargestRemainder.split(pool, totals);
        BoundedShares.Result held = BoundedShares.of(pool, totals, bounds);
        SortedMap<String, Long> cuts = cuts(held.deficitMinor(), credits);
        return new Bill(pool, held.deficitMinor(), terms.periodDays(), byName.values().stream().map(party -> {
            String name = party.name();
            Share share = held.shares().get(name);
            return new Line(party, credits.get(name), weights.get(name), raw.get(name), bounds.get(name),
                    terms.shortfallMillis(party), share.minor() == raw.get(name) ? Clamp.NONE : share.clamp(), share.minor(), cuts.get(name),
                    credits.get(name) - cuts.get(name) - share.minor());
        }).toList());
    }

    /** What each party receives, or owes when negative; sums to zero. */
    public SortedMap<String, Long> nets() {
        SortedMap<String, Long> nets = new TreeMap<>();
        lines.forEach(line -> nets.put(line.party().name(), line.netMinor()));
        return nets;
    }

    /** Empty for who has no part in it. */
    public Optional<Line> line(String party) {
        return lines.stream().filter(line -> line.party().name().equals(party)).findFirst();
    }

    /** {@code half_up(time x rate / hour) + external}. */
    private static long credit(Party party, long rateMinorPerHour) {
        return Amounts.checked("the credit of " + party.name(), Rounding.atRate(party.ngpuMillis(), rateMinorPerHour)
                .add(BigInteger.valueOf(party.externalMinor())));
    }

    /** In proportion to the credits. */
    private static SortedMap<String, Long> cuts(long deficit, SortedMap<String, Long> credits) {
        BigInteger sum = credits.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        SortedMap<String, Fraction> parts = new TreeMap<>();
        credits.forEach((name, credit) -> parts.put(name, deficit == 0 ? Fraction.ZERO : Fraction.of(credit, sum)));
        return LargestRemainder.split(deficit, parts);
    }

    private static SortedMap<String, Party> byName(Collection<Party> parties) {
        SortedMap<String, Party> byName = new TreeMap<>();
        for (Party party : parties) {
            if (byName.put(party.name(), party) != null) {
                throw new IllegalArgumentException("two parties named " + party.name());
            }
        }
        return byName;
    }
}

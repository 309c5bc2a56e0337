package consort.ledger.money;

import consort.ledger.money.Weighting.Weight;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who contributed what, and who bears what.
 *
 * @param poolMinor the sum of all credits
 * @param lines sorted by name
 */
public record Bill(long poolMinor, List<Line> lines) {

    private static final BigInteger HOUR_MILLIS = BigInteger.valueOf(3_600_000);

    public Bill {
        lines = List.copyOf(lines);
    }

    /**
     * One party's line.
     *
     * @param creditMinor its device time at the rate, and its external cost
     * @param netMinor what it receives, or owes when negative
     */
    public record Line(Party party, long creditMinor, Weight weight, long shareMinor, long netMinor) {
    }

    /**
     * Computes a bill; the order of the parties does not matter.
     *
     * @param rateMinorPerHour for an hour of normalized device time, not negative
     * @throws AmountOverflowException when an amount is beyond {@link Amounts#MAX_MINOR}
     * @throws IllegalArgumentException when two parties have one name
     */
    public static Bill of(Collection<Party> parties, long rateMinorPerHour, Weighting weighting) {
        SortedMap<String, Party> byName = byName(parties);
        SortedMap<String, Long> credits = new TreeMap<>();
        SortedMap<String, Weight> weights = new TreeMap<>();
        SortedMap<String, Fraction> totals = new TreeMap<>();
        byName.forEach((name, party) -> {
            credits.put(name, credit(party, rateMinorPerHour));
            weights.put(name, weighting.weight(party, byName.values()));
            totals.put(name, weights.get(name).total());
        });
        long pool = Amounts.checked("the pool",
                credits.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add));
        SortedMap<String, Long> shares = LargestRemainder.split(pool, totals);
        return new Bill(pool, byName.values().stream()
                .map(party -> line(party, credits.get(party.name()), weights.get(party.name()), shares.get(party.name())))
                .toList());
    }

    /** What each party receives, or owes when negative; sums to zero. */
    public SortedMap<String, Long> nets() {
        SortedMap<String, Long> nets = new TreeMap<>();
        lines.forEach(line -> nets.put(line.party().name(), line.netMinor()));
        return nets;
    }

    /** {@code half_up(time x rate / hour) + external}. */
    private static long credit(Party party, long rateMinorPerHour) {
        BigInteger twice = BigInteger.valueOf(party.ngpuMillis()).multiply(BigInteger.valueOf(rateMinorPerHour)).shiftLeft(1);
        BigInteger rounded = twice.add(HOUR_MILLIS).divide(HOUR_MILLIS.shiftLeft(1));
        return Amounts.checked("the credit of " + party.name(), rounded.add(BigInteger.valueOf(party.externalMinor())));
    }

    private static Line line(Party party, long creditMinor, Weight weight, long shareMinor) {
        return new Line(party, creditMinor, weight, shareMinor, creditMinor - shareMinor);
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

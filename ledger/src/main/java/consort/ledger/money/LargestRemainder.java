package consort.ledger.money;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hamilton's method: floors first, then one unit each to the largest remainders, ties by name. */
final class LargestRemainder {

    private LargestRemainder() {
    }

    /**
     * @param total not negative
     * @param weights by name; they sum to 1
     * @return parts that sum to {@code total}
     */
    static SortedMap<String, Long> split(long total, SortedMap<String, Fraction> weights) {
        SortedMap<String, Long> parts = new TreeMap<>();
        SortedMap<String, Fraction> remainders = new TreeMap<>();
        weights.forEach((name, weight) -> {
            BigInteger[] floor = weight.numerator().multiply(BigInteger.valueOf(total)).divideAndRemainder(weight.denominator());
            parts.put(name, floor[0].longValueExact());
            remainders.put(name, new Fraction(floor[1], weight.denominator()));
        });
        long left = total - parts.values().stream().mapToLong(Long::longValue).sum();
        remainders.entrySet().stream()
                .sorted(Map.Entry.<String, Fraction>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(left)
                .forEach(largest -> parts.merge(largest.getKey(), 1L, Long::sum));
        return parts;
    }
}

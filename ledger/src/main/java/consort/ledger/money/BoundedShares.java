package consort.ledger.money;

import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A pool shared by weight within each party's bounds: whoever's part is out of bounds gets the bound, the rest is shared anew by the
 * weights of the others, until nobody is out of bounds.
 *
 * <p>A cap lowers one share and raises the others, a floor does the opposite, so that freezing both kinds at once could hold somebody at a
 * floor it had passed on its own. Each step therefore freezes only the kind whose bounds move more money, and both when they move
 * equally much (as CSS does with flexible lengths, CSS Flexbox 1, 9.7). What comes out is the one solution
 * {@code share = min(cap, max(floor, f x weight))} with the same f for all.
 *
 * <p>If the floors sum to more than the pool, the pool is shared in proportion to the floors. What is left when nobody with a weight
 * is below its cap is the deficit.
 */
final class BoundedShares {

    private final long pool;
    private final SortedMap<String, Bounds> bounds;
    private final SortedMap<String, Share> frozen = new TreeMap<>();
    private final SortedMap<String, Fraction> open;
    private long left;

    /** @param minor the share */
    record Share(long minor, Clamp clamp) {
    }

    /**
     * @param deficitMinor what nobody bears: the pool less all shares
     */
    record Result(SortedMap<String, Share> shares, long deficitMinor) {
    }

    private BoundedShares(long pool, SortedMap<String, Fraction> weights, SortedMap<String, Bounds> bounds) {
        this.pool = pool;
        this.bounds = bounds;
        this.open = new TreeMap<>(weights);
        this.left = pool;
    }

    /**
     * @param weights by name; they sum to 1
     * @param bounds of the same names
     */
    static Result of(long pool, SortedMap<String, Fraction> weights, SortedMap<String, Bounds> bounds) {
        BigInteger floors = bounds.values().stream().map(one -> BigInteger.valueOf(one.floorMinor()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return floors.compareTo(BigInteger.valueOf(pool)) > 0
                ? byFloors(pool, bounds, floors) : new BoundedShares(pool, weights, bounds).result();
    }

    private static Result byFloors(long pool, SortedMap<String, Bounds> bounds, BigInteger sum) {
        SortedMap<String, Fraction> parts = new TreeMap<>();
        bounds.forEach((name, one) -> parts.put(name, Fraction.of(one.floorMinor(), sum)));
        SortedMap<String, Share> shares = new TreeMap<>();
        LargestRemainder.split(pool, parts).forEach((name, minor) -> shares.put(name, new Share(minor, Clamp.FLOOR)));
        return new Result(shares, 0);
    }

    private Result result() {
        while (freeze()) {
            left = pool - frozen.values().stream().mapToLong(Share::minor).sum();
        }
        Fraction weight = openWeight();
        if (weight.isZero()) {
            open.keySet().forEach(name -> frozen.put(name, new Share(0, Clamp.NONE)));
            return new Result(frozen, left);
        }
        SortedMap<String, Fraction> parts = new TreeMap<>();
        open.forEach((name, own) -> parts.put(name, own.dividedBy(weight)));
        LargestRemainder.split(left, parts).forEach((name, minor) -> frozen.put(name, new Share(minor, Clamp.NONE)));
        return new Result(frozen, 0);
    }

    /** Gives their bounds to those out of bounds, of the kind that moves more; false when there is nobody. */
    private boolean freeze() {
        SortedMap<String, Fraction> below = new TreeMap<>();
        SortedMap<String, Fraction> above = new TreeMap<>();
        Fraction weight = openWeight();
        open.forEach((name, own) -> {
            Fraction share = weight.isZero() ? Fraction.ZERO : own.dividedBy(weight).times(left);
            Bounds between = bounds.get(name);
            if (between.isAbove(share)) {
                below.put(name, Bounds.whole(between.floorMinor()).minus(share));
            } else if (between.isBelow(share)) {
                above.put(name, share.minus(Bounds.whole(between.capMinor().getAsLong())));
            }
        });
        int more = sum(above).compareTo(sum(below));
        if (more >= 0) {
            above.keySet().forEach(name -> freeze(name, bounds.get(name).capMinor().getAsLong(), Clamp.CAP));
        }
        if (more <= 0) {
            below.keySet().forEach(name -> freeze(name, bounds.get(name).floorMinor(), Clamp.FLOOR));
        }
        return !above.isEmpty() || !below.isEmpty();
    }

    private void freeze(String name, long minor, Clamp clamp) {
        frozen.put(name, new Share(minor, clamp));
        open.remove(name);
    }

    private Fraction openWeight() {
        return sum(open);
    }

    private static Fraction sum(Map<String, Fraction> parts) {
        return parts.values().stream().reduce(Fraction.ZERO, Fraction::plus);
    }
}

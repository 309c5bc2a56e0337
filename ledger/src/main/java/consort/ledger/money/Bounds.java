package consort.ledger.money;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Between what one party's share is held.
 *
 * @param floorMinor what it bears at least, never more than the cap
 * @param capMinor what it bears at most; empty: no limit
 */
public record Bounds(long floorMinor, OptionalLong capMinor) {

    /** A share may be anything. */
    public static final Bounds NONE = new Bounds(0, OptionalLong.empty());

    /** A floor above the cap is lowered to it: nobody bears more than was agreed. */
    public Bounds {
        if (floorMinor < 0 || capMinor.orElse(0) < 0) {
            throw new IllegalArgumentException("a negative bound: " + floorMinor + " to " + capMinor);
        }
        floorMinor = Math.min(floorMinor, capMinor.orElse(Long.MAX_VALUE));
    }

    boolean isAbove(Fraction share) {
        return whole(floorMinor).compareTo(share) > 0;
    }

    boolean isBelow(Fraction share) {
        return capMinor.isPresent() && whole(capMinor.getAsLong()).compareTo(share) < 0;
    }

    static Fraction whole(long minor) {
        return Fraction.of(minor, BigInteger.ONE);
    }
}

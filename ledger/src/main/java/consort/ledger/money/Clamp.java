package consort.ledger.money;

import java.util.Locale;

/** Why a share is not what the weight alone gives. */
public enum Clamp {
    /** It follows from the weight and from what the others' caps and floors leave. */
    NONE,
    /** The weight asks for more than the party bears at most. */
    CAP,
    /** The weight asks for less than the party bears at least; where the floors sum to more than the pool, they are cut to it. */
    FLOOR;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package consort.ledger.entry;

import java.util.Set;

/** Why the coordinator refuses the result of a task that its trainer finished, or cuts the time it accepts. */
public final class Reasons {

    /** The lease had ended before the claim arrived. */
    public static final String LATE = "late";
    /** An earlier claim answered the lease. */
    public static final String DUPLICATE = "duplicate";
    /** The claim names no update, or its bytes never arrived. */
    public static final String MISSING_UPDATE = "missing-update";
    /** A value is NaN or infinite. */
    public static final String NOT_FINITE = "not-finite";
    /** Names, shapes or types of the tensors are not the model's. */
    public static final String WRONG_LAYOUT = "wrong-layout";
    /** The L2 norm is above the job's {@code maxUpdateNorm}. */
    public static final String NORM_TOO_LARGE = "norm-too-large";
    /** A value is too large for the exact sum. */
    public static final String OUT_OF_RANGE = "out-of-range";
    /** The bytes are no tensor file. */
    public static final String MALFORMED = "malformed";
    /** The claim is about another model than the lease's. */
    public static final String WRONG_MODEL = "wrong-model";
    /** More bytes than the job allows. */
    public static final String TOO_LARGE = "too-large";

    /**
     * Of accepted time, not of a result: normalized, it would have been more than the assigned work takes at the reference
     * speed, and a tenth.
     */
    public static final String BEYOND_WORK = "beyond-work";

    /** Of accepted time: the devices had no such time left, as other leases were accepted for it. */
    public static final String OVERLAP = "overlap";

    /** Of accepted time: more steps a second than a quarter above the benchmark that the score is from. */
    public static final String BEYOND_SPEED = "beyond-speed";

    /** Of counted energy, not of time: more than a tenth above what the devices are rated for. */
    public static final String BEYOND_POWER = "beyond-power";

    /** All codes why a result is refused. */
    public static final Set<String> ALL = Set.of(LATE, DUPLICATE, MISSING_UPDATE, NOT_FINITE, WRONG_LAYOUT, NORM_TOO_LARGE,
            OUT_OF_RANGE, MALFORMED, WRONG_MODEL, TOO_LARGE);

    private Reasons() {
    }
}

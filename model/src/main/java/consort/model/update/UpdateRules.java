package consort.model.update;

import consort.model.sum.Scales;
import consort.model.tensor.Layout;
import consort.model.tensor.Limits;

/// What a run demands of an update.
///
/// @param expected the layout, as [Trainable#select] gives it for the run's model
/// @param maxNormMillionths the greatest L2 norm taken, in millionths; [#NO_NORM_LIMIT] takes any
public record UpdateRules(Layout expected, Scales scales, long maxNormMillionths, Limits limits) {
    public static final long NO_NORM_LIMIT = Long.MAX_VALUE;

    public UpdateRules {
        if (maxNormMillionths <= 0) {
            throw new IllegalArgumentException("the norm limit is " + maxNormMillionths
                    + " millionths; it must be positive");
        }
    }
}

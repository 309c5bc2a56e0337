package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import java.io.IOException;

/// What a rule makes of the updates: integer sums of scaled elements, and what to divide them by. What the rule does to an
/// element depends on the elements at the same place alone, never on how a tensor is cut into slices.
interface Combination {
    /// Positive, at most 2^20.
    int divisor();

    /// The memory of one lane, used by one thread at a time.
    Lane lane();

    interface Lane {
        /// Writes the sums of the slice to the first elements of `sums`.
        void combine(Slice slice, long[] sums) throws IOException;
    }
}

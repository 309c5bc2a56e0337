package consort.model.update;

import consort.model.tensor.Names;

/// What an update check found.
public sealed interface Verdict {
    /// The update can be summed.
    ///
    /// @param normMillionths its L2 norm in millionths, rounded up; `Long.MAX_VALUE` if it is that large or larger
    record Accepted(long normMillionths) implements Verdict {
    }

    /// The update cannot be summed.
    ///
    /// @param text one sentence for the worker and the ledger; names the tensor and the index where there is one
    record Refused(Refusal reason, String text) implements Verdict {
        /// An element that is not finite, or not below the limit of its tensor's scale.
        ///
        /// @param index of the element in row-major order
        public static Refused element(String tensor, long index, float value, float limit) {
            String where = "tensor " + Names.quoted(tensor) + " holds " + value + " at index " + index;
            return Float.isFinite(value)
                    ? new Refused(Refusal.OUT_OF_RANGE, where + "; its scale takes magnitudes below " + limit)
                    : new Refused(Refusal.NOT_FINITE, where);
        }
    }
}

package consort.model.aggregate;

import consort.model.update.Verdict;
import java.io.IOException;

/// Input that passed the format checks but cannot become a model.
public abstract sealed class AggregationException extends IOException {
    private static final long serialVersionUID = 1;

    private AggregationException(String message) {
        super(message);
    }

    /// An update that no check should have let through.
    public static final class UnfitUpdate extends AggregationException {
        private static final long serialVersionUID = 1;
        private final int index;
        private final transient Verdict.Refused refused;

        UnfitUpdate(int index, Verdict.Refused refused) {
            super("update " + index + ": " + refused.text());
            this.index = index;
            this.refused = refused;
        }

        /// Its place in the list of updates.
        public int index() {
            return index;
        }

        public Verdict.Refused refused() {
            return refused;
        }
    }

    /// The next model would hold a value that is not finite.
    public static final class UnfitModel extends AggregationException {
        private static final long serialVersionUID = 1;

        UnfitModel(String message) {
            super(message);
        }
    }
}

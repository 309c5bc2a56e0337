package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.kernel.Kernels;
import consort.model.kernel.SortingNetwork;
import consort.model.tensor.ByteSink;
import consort.model.tensor.FloatMemory;
import java.io.IOException;

/// The coordinate-wise trimmed mean, and at its end the median (Yin et al., 2018): at each place the elements of all `n`
/// updates are sorted, some are left out at either end, and the rest is averaged, each update counting once whatever its
/// weight.
///
/// What is left is summed in integers and applied exactly as [FedAvg] does with equal weights: with nothing trimmed, the
/// model is the same to the last bit. It follows that the median of an even number of updates is half the sum of the two
/// in the middle, and that elements have the precision of their tensor's scale (`2^-38` unless a run says otherwise).
/// Refused is what the exact sum refuses, in any update, trimmed or not.
///
/// With `f` updates of which nothing is known, the mean of the others bounds each coordinate if at least `f` are trimmed at
/// either end; no rule protects `n <= 2f`.
///
/// @param percent of all updates to leave out at *either* end, rounded down to whole updates; from 0 to 49, or
///     [#MEDIAN]: as many as leave one or two
public record TrimmedMean(int percent) implements AggregationRule {
    /// So many that one (of an odd number) or two are left.
    public static final int MEDIAN = 50;
    /// Updates of a round. It bounds the memory of a lane.
    public static final int MAX_UPDATES = 1024;
    /// Elements of all updates that a lane holds at a time, and sorts at a time: so that they stay in caches near the core.
    private static final int HELD_ELEMENTS = 1 << 17;
    private static final int SORTED_ELEMENTS = 1 << 13;
    private static final int MIN_SORTED_COLUMNS = 64;
    private static final int PERCENT = 100;

    public TrimmedMean {
        if (percent < 0 || percent > MEDIAN) {
            throw new IllegalArgumentException(percent + " % trimmed at either end; it lies between 0 and " + MEDIAN);
        }
    }

    public static TrimmedMean median() {
        return new TrimmedMean(MEDIAN);
    }

    /// How many of so many updates are left out at either end.
    public int trimmed(int updates) {
        return Math.min(updates * percent / PERCENT, (updates - 1) / 2);
    }

    @Override
    public void aggregate(AggregationInput input, ByteSink out, Lanes lanes) throws IOException {
        int updates = input.updates().size();
        if (updates > MAX_UPDATES) {
            throw new IllegalArgumentException(updates + " updates; a trimmed mean takes at most " + MAX_UPDATES);
        }
        int trimmed = trimmed(updates);
        SortingNetwork network = SortingNetwork.keeping(updates, trimmed, updates - 1 - trimmed);
        new ModelStep(input, lanes).write(out, opened -> new Middle(opened, trimmed, network));
    }

    private record Middle(Addends updates, int trimmed, SortingNetwork network) implements Combination {
        @Override
        public int divisor() {
            return updates.count() - 2 * trimmed;
        }

        @Override
        public Lane lane() {
            return new MiddleLane(this);
        }
    }

    /// Reads the slice in pieces, of all updates at once, and sorts each in blocks of a few columns.
    private static final class MiddleLane implements Combination.Lane {
        private final Kernels kernels = Kernels.best();
        private final Addends updates;
        private final int trimmed;
        private final SortingNetwork network;
        private final int columns;
        private final int piece;
        private final FloatMemory loaded;
        private final int[] rows;

        MiddleLane(Middle rule) {
            updates = rule.updates;
            trimmed = rule.trimmed;
            network = rule.network;
            columns = Math.max(MIN_SORTED_COLUMNS, SORTED_ELEMENTS / updates.count() / MIN_SORTED_COLUMNS * MIN_SORTED_COLUMNS);
            piece = Math.max(1, HELD_ELEMENTS / updates.count() / columns) * columns;
            loaded = new FloatMemory(updates.count() * piece);
            rows = new int[updates.count() * columns];
        }

        @Override
        public void combine(Slice slice, long[] sums) throws IOException {
            for (int at = 0; at < slice.count(); at += piece) {
                Slice part = new Slice(slice.tensor(), slice.first() + at, Math.min(piece, slice.count() - at));
                for (int k = 0; k < updates.count(); k++) {
                    updates.load(k, part, loaded, k * piece);
                }
                for (int from = 0; from < part.count(); from += columns) {
                    sort(part, from, Math.min(columns, part.count() - from), sums, at + from);
                }
            }
        }

        private void sort(Slice part, int from, int count, long[] sums, int to) throws AggregationException {
            for (int k = 0; k < updates.count(); k++) {
                long offset = (long) (k * piece + from) * Float.BYTES;
                int greatest = kernels.rank(loaded.memory(), offset, count, rows, k * columns);
                updates.require(k, new Slice(part.tensor(), part.first() + from, count), greatest, loaded, k * piece + from);
            }
            network.run(kernels, rows, columns, count);
            for (int k = trimmed; k < updates.count() - trimmed; k++) {
                kernels.addRanked(rows, k * columns, count, updates.shift(part), sums, to);
            }
        }
    }
}

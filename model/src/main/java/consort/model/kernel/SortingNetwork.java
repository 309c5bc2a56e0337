package consort.model.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which rows to compare, in which order, so that of `n` rows those from `first` to `last` hold, column by column, what
/// stands there when the column is sorted; the others may hold anything.
///
/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M), for any `n`, without the
/// comparators that none of the kept rows depends on, and half of those of which only one end is depended on.
///
/// Its passes down to a distance `p` sort each `p`-th row. Where these are eight rows, they are sorted at once instead, in
/// registers, which saves most of the loads and stores.
public final class SortingNetwork {
    private static final int COMPARISONS_AT_ONCE = 19;

    private final Octets octets;
    private final List<Comparator> comparators;

    private enum Kept { BOTH, LESSER, GREATER }

    private record Comparator(int low, int high, Kept kept) {
    }

    /// Which rows are sorted eight at once: for each `r` below `count` those from `r` in steps of `step`.
    private record Octets(int step, int count) {

        static Octets of(int rows) {
            int step = 1;
            while (step * Kernels.ROWS_AT_ONCE < rows) {
                step *= 2;
            }
            return new Octets(step, Math.clamp(rows - (Kernels.ROWS_AT_ONCE - 1L) * step, 0, step));
        }

        /// Whether they do what this pass does with this row.
        boolean include(int row, int pass) {
            return pass >= step && row % step < count;
        }
    }

    private SortingNetwork(Octets octets, List<Comparator> comparators) {
        this.octets = octets;
        this.comparators = comparators;
    }

    /// @param rows at least 1
    /// @param first the first row kept, from 0
    /// @param last the last row kept, at least `first`
    public static SortingNetwork keeping(int rows, int first, int last) {
        if (first < 0 || last < first || last >= rows) {
            throw new IllegalArgumentException("rows " + first + " to " + last + " of " + rows);
        }
        Octets octets = Octets.of(rows);
        List<int[]> whole = mergeExchange(rows, octets);
        BitSet wanted = new BitSet(rows);
        wanted.set(first, last + 1);
        List<Comparator> needed = new ArrayList<>();
        for (int[] pair : whole.reversed()) {
            boolean low = wanted.get(pair[0]);
            boolean high = wanted.get(pair[1]);
            if (low || high) {
                needed.add(new Comparator(pair[0], pair[1], !high ? Kept.LESSER : !low ? Kept.GREATER : Kept.BOTH));
                wanted.set(pair[0]);
                wanted.set(pair[1]);
            }
        }
        return new SortingNetwork(octets, List.copyOf(needed.reversed()));
    }

    private static List<int[]> mergeExchange(int rows, Octets octets) {
        List<int[]> pairs = new ArrayList<>();
        int top = rows < 2 ? 0 : Integer.highestOneBit(rows - 1);
        for (int p = top; p > 0; p /= 2) {
            int q = top;
            int r = 0;
            int d = p;
            while (true) {
                for (int i = 0; i < rows - d; i++) {
                    if ((i & p) == r && !octets.include(i, p)) {
                        pairs.add(new int[] {i, i + d});
                    }
                }
                if (q == p) {
                    break;
                }
                d = q - p;
                q /= 2;
                r = p;
            }
        }
        return pairs;
    }

    /// How many comparisons a column takes.
    public int size() {
        return octets.count * COMPARISONS_AT_ONCE + comparators.size();
    }

    /// Runs the network on rows of `count` columns, of which row `k` begins at `k * stride`.
    public void run(Kernels kernels, int[] rows, int stride, int count) {
        for (int row = 0; row < octets.count; row++) {
            kernels.sortEight(rows, row * stride, octets.step * stride, count);
        }
        for (Comparator one : comparators) {
            int low = one.low * stride;
            int high = one.high * stride;
            switch (one.kept) {
                case BOTH -> kernels.exchange(rows, low, high, count);
                case LESSER -> kernels.keepLesser(rows, low, high, count);
                case GREATER -> kernels.keepGreater(rows, low, high, count);
            }
        }
    }
}

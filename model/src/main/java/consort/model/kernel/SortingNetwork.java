package consort.model.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which rows to compare, in which order, so that of `n` rows those from `first` to `last` hold, column by column, what
/// stands there when the column is sorted; the others may hold anything.
///
/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M), for any `n`, without the
/// comparators that none of the kept rows depends on, and half of those of which only one end is depended on.
public final class SortingNetwork {
    private final List<Comparator> comparators;

    private enum Kept { BOTH, LESSER, GREATER }

    private record Comparator(int low, int high, Kept kept) {
    }

    private SortingNetwork(List<Comparator> comparators) {
        this.comparators = comparators;
    }

    /// @param rows at least 1
    /// @param first the first row kept, from 0
    /// @param last the last row kept, at least `first`
    public static SortingNetwork keeping(int rows, int first, int last) {
        if (first < 0 || last < first || last >= rows) {
            throw new IllegalArgumentException("rows " + first + " to " + last + " of " + rows);
        }
        List<int[]> whole = mergeExchange(rows);
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
        return new SortingNetwork(List.copyOf(needed.reversed()));
    }

    private static List<int[]> mergeExchange(int rows) {
        List<int[]> pairs = new ArrayList<>();
        int top = rows < 2 ? 0 : Integer.highestOneBit(rows - 1);
        for (int p = top; p > 0; p /= 2) {
            int q = top;
            int r = 0;
            int d = p;
            while (true) {
                for (int i = 0; i < rows - d; i++) {
                    if ((i & p) == r) {
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
        return comparators.size();
    }

    /// Runs the network on rows of `count` columns, of which row `k` begins at `k * stride`.
    public void run(Kernels kernels, int[] rows, int stride, int count) {
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

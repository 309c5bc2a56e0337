package consort.model.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Plain loops, of which the compiler makes what it can.
public record ScalarKernels() implements Kernels {
    @Override
    public int add(MemorySegment values, int count, int weight, int shift, long[] sums) {
        return addFrom(0, values, count, weight, shift, sums);
    }

    static int addFrom(int first, MemorySegment values, int count, int weight, int shift, long[] sums) {
        double scale = Math.scalb(1.0, shift);
        int greatest = greatest(first, values, count);
        for (int i = first; i < count; i++) {
            sums[i] += weight * (long) Math.rint(values.get(FLOAT, (long) i * Float.BYTES) * scale);
        }
        return greatest;
    }

    @Override
    public int addFour(MemorySegment[] values, int[] weights, int from, int count, int shift, long[] sums) {
        return addFourFrom(0, values, weights, from, count, shift, sums);
    }

    static int addFourFrom(int first, MemorySegment[] values, int[] weights, int from, int count, int shift, long[] sums) {
        int greatest = 0;
        for (int k = from; k < from + ADDED_AT_ONCE; k++) {
            greatest = Math.max(greatest, addFrom(first, values[k], count, weights[k], shift, sums));
        }
        return greatest;
    }

    @Override
    public int subtractMean(MemorySegment theta, int count, long[] sums, int divisor, int shift) {
        return subtractMeanFrom(0, theta, count, sums, divisor, shift);
    }

    static int subtractMeanFrom(int first, MemorySegment theta, int count, long[] sums, int divisor, int shift) {
        double weight = divisor;
        double unit = Math.scalb(1.0, -shift);
        for (int i = first; i < count; i++) {
            long at = (long) i * Float.BYTES;
            theta.set(FLOAT, at, (float) ((double) theta.get(FLOAT, at) - (double) sums[i] / weight * unit));
        }
        return greatest(first, theta, count);
    }

    /// A loop of its own, since the compiler makes more of loops that do one thing.
    static int greatest(int first, MemorySegment values, int count) {
        int greatest = 0;
        for (int i = first; i < count; i++) {
            greatest = Math.max(greatest, Float.floatToRawIntBits(values.get(FLOAT, (long) i * Float.BYTES)) & MAGNITUDE);
        }
        return greatest;
    }

    @Override
    public int greatest(MemorySegment values, int count) {
        return greatest(0, values, count);
    }

    @Override
    public int rank(MemorySegment values, long offset, int count, int[] rows, int at) {
        return rankFrom(0, values, offset, count, rows, at);
    }

    static int rankFrom(int first, MemorySegment values, long offset, int count, int[] rows, int at) {
        int greatest = 0;
        for (int i = first; i < count; i++) {
            int bits = Float.floatToRawIntBits(values.get(FLOAT, offset + (long) i * Float.BYTES));
            greatest = Math.max(greatest, bits & MAGNITUDE);
            rows[at + i] = ordered(bits);
        }
        return greatest;
    }

    /// From the bits of a float to its integer and back: of the negative ones all bits but the sign are turned over.
    private static int ordered(int bits) {
        return bits ^ bits >> 31 & MAGNITUDE;
    }

    @Override
    public void exchange(int[] rows, int low, int high, int count) {
        exchangeFrom(0, rows, low, high, count);
    }

    static void exchangeFrom(int first, int[] rows, int low, int high, int count) {
        for (int i = first; i < count; i++) {
            int a = rows[low + i];
            int b = rows[high + i];
            rows[low + i] = Math.min(a, b);
            rows[high + i] = Math.max(a, b);
        }
    }

    @Override
    public void keepLesser(int[] rows, int low, int high, int count) {
        keepLesserFrom(0, rows, low, high, count);
    }

    static void keepLesserFrom(int first, int[] rows, int low, int high, int count) {
        for (int i = first; i < count; i++) {
            rows[low + i] = Math.min(rows[low + i], rows[high + i]);
        }
    }

    @Override
    public void keepGreater(int[] rows, int low, int high, int count) {
        keepGreaterFrom(0, rows, low, high, count);
    }

    static void keepGreaterFrom(int first, int[] rows, int low, int high, int count) {
        for (int i = first; i < count; i++) {
            rows[high + i] = Math.max(rows[low + i], rows[high + i]);
        }
    }

    @Override
    public void sortEight(int[] rows, int first, int step, int count) {
        sortEightFrom(0, rows, first, step, count);
    }

    static void sortEightFrom(int from, int[] rows, int first, int step, int count) {
        int[] column = new int[ROWS_AT_ONCE];
        for (int i = from; i < count; i++) {
            for (int row = 0; row < column.length; row++) {
                column[row] = rows[first + row * step + i];
            }
            Arrays.sort(column);
            for (int row = 0; row < column.length; row++) {
                rows[first + row * step + i] = column[row];
            }
        }
    }

    @Override
    public void addRanked(int[] rows, int at, int count, int shift, long[] sums, int to) {
        addRankedFrom(0, rows, at, count, shift, sums, to);
    }

    static void addRankedFrom(int first, int[] rows, int at, int count, int shift, long[] sums, int to) {
        double scale = Math.scalb(1.0, shift);
        for (int i = first; i < count; i++) {
            sums[to + i] += (long) Math.rint(Float.intBitsToFloat(ordered(rows[at + i])) * scale);
        }
    }
}

package consort.model.sum;

/// The kernels of the exact sum, on plain arrays. Loops are simple enough to be vectorized by the compiler.
public final class ExactSum {
    private static final int MAGNITUDE = 0x7fff_ffff;

    private ExactSum() {
    }

    /// Adds `weight * rint(values[i] * 2^shift)` to `sums[i]` for i from 0 to `count - 1`.
    ///
    /// `rint` rounds half to even. The product is exact: a float32 scaled by a power of two fits a double.
    ///
    /// @param weight positive; all weights added to the same sums together at most 2^20, for which the caller answers
    /// @return -1, or the index of the first value that is not finite or not below `2^(43-shift)` in magnitude; `sums` are
    ///     then untouched
    public static int add(float[] values, int count, int weight, int shift, long[] sums) {
        int refused = firstBeyond(values, count, Scales.limit(shift));
        if (refused >= 0) {
            return refused;
        }
        double scale = Math.scalb(1.0, shift);
        for (int i = 0; i < count; i++) {
            sums[i] += weight * (long) Math.rint(values[i] * scale);
        }
        return -1;
    }

    /// Replaces each of the first `count` elements `theta` by `(float) (theta - sum / totalWeight * 2^-shift)`.
    ///
    /// The order of operations is part of the rule's version: sum to double, divide, scale, subtract from theta as a
    /// double, round to float. None is fused.
    public static void subtractMean(float[] theta, int count, long[] sums, int totalWeight, int shift) {
        double weight = totalWeight;
        double unit = Math.scalb(1.0, -shift);
        for (int i = 0; i < count; i++) {
            theta[i] = (float) ((double) theta[i] - (double) sums[i] / weight * unit);
        }
    }

    /// The index of the first value that is NaN, infinite or not below `limit` in magnitude, or -1.
    ///
    /// @param limit positive; infinity takes every finite value
    public static int firstBeyond(float[] values, int count, float limit) {
        // The bits of non-negative floats are ordered like the floats, with infinity and NaN above all others.
        int limitBits = Float.floatToRawIntBits(limit);
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, Float.floatToRawIntBits(values[i]) & MAGNITUDE);
        }
        if (greatest < limitBits) {
            return -1;
        }
        int i = 0;
        while ((Float.floatToRawIntBits(values[i]) & MAGNITUDE) < limitBits) {
            i++;
        }
        return i;
    }
}

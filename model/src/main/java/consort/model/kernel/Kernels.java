package consort.model.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The loops that all bytes of all updates pass. Every implementation gives the same bits.
///
/// Memory holds little-endian float32 elements, at any alignment; `offset` is in bytes. Some methods return the *greatest
/// magnitude*: the bits of the greatest `|x|` among the elements, which are ordered like the magnitudes, with infinity and
/// then NaN above all others; so one comparison tells whether any element is to be refused. What was written is of no
/// use if so.
public sealed interface Kernels permits ScalarKernels, VectorKernels {
    /// All bits of a float but its sign.
    int MAGNITUDE = 0x7fff_ffff;
    /// Of [#sortEight].
    int ROWS_AT_ONCE = 8;
    /// Of [#addFour].
    int ADDED_AT_ONCE = 4;
    /// An element of the memory.
    ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The greatest magnitude of the first `count` elements.
    int greatest(MemorySegment values, int count);

    /// Adds `weight * rint(x * 2^shift)` to `sums[i]` for each of the first `count` elements.
    ///
    /// `rint` rounds half to even. The product is exact: a float32 scaled by a power of two fits a double.
    ///
    /// @param weight positive; all weights added to the same sums together at most 2^20, for which the caller answers
    /// @return the greatest magnitude; with one of at least `2^(43-shift)` the sums are of no use
    int add(MemorySegment values, int count, int weight, int shift, long[] sums);

    /// As [#add] of `values[k]` with `weights[k]` for four `k` from `from` on, with which sums are read and written once.
    ///
    /// @return the greatest magnitude of all four
    int addFour(MemorySegment[] values, int[] weights, int from, int count, int shift, long[] sums);

    /// Replaces each of the first `count` elements `theta` by `(float) (theta - sum / divisor * 2^-shift)`.
    ///
    /// The order of operations is part of a rule's version: sum to double, divide, scale, subtract from theta as a
    /// double, round to float. None is fused.
    ///
    /// @return the greatest magnitude of the new elements
    int subtractMean(MemorySegment theta, int count, long[] sums, int divisor, int shift);

    /// Writes elements to `rows` from `at` on as integers that are ordered like them, -0 below +0.
    ///
    /// @return the greatest magnitude
    int rank(MemorySegment values, long offset, int count, int[] rows, int at);

    /// Puts the lesser of `rows[low + i]` and `rows[high + i]` to the former and the greater to the latter.
    void exchange(int[] rows, int low, int high, int count);

    /// Sorts the columns of eight rows, of which row `k` begins at `first + k * step`: the least comes to the first.
    void sortEight(int[] rows, int first, int step, int count);

    /// As [#exchange], of which only the lesser is wanted: what stands at `high` stays.
    void keepLesser(int[] rows, int low, int high, int count);

    /// As [#exchange], of which only the greater is wanted: what stands at `low` stays.
    void keepGreater(int[] rows, int low, int high, int count);

    /// Adds `rint(x * 2^shift)` to `sums[to + i]` for elements that [#rank] made integers.
    void addRanked(int[] rows, int at, int count, int shift, long[] sums, int to);

    /// The Vector API's where the program was started with that module, else the plain ones.
    static Kernels best() {
        return Chosen.BEST;
    }

    /// The index of the first element that is NaN, infinite or not below `limit` in magnitude, or -1.
    static int firstBeyond(MemorySegment values, int count, float limit) {
        for (int i = 0; i < count; i++) {
            if ((Float.floatToRawIntBits(values.get(FLOAT, (long) i * Float.BYTES)) & MAGNITUDE)
                    >= Float.floatToRawIntBits(limit)) {
                return i;
            }
        }
        return -1;
    }

    /// The index of the first value that is NaN, infinite or not below `limit` in magnitude, or -1.
    ///
    /// @param limit positive; infinity takes every finite value
    static int firstBeyond(float[] values, int count, float limit) {
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

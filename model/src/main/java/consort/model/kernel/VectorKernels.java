package consort.model.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The loops in vector registers; what is left at the end of a loop is done by [ScalarKernels].
///
/// Conversions between doubles and 64-bit integers are done by adding constants, because few processors have an
/// instruction for them: a double that is an integer `q` of magnitude below 2^51, plus 1.5 * 2^52, has `q` in its low bits,
/// and the addition rounds half to even, as `rint` does. Methods are small, and do two vectors at a time where that pays:
/// what the compiler does not inline whole costs an object for each vector.
public record VectorKernels() implements Kernels {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    /// As many elements as there are doubles in a register.
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> FLOAT_BITS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static final int STEP = DOUBLES.length();
    private static final int WIDE = INTS.length();
    private static final double ROUNDING = 0x1.8p52;
    private static final long ROUNDING_BITS = Double.doubleToRawLongBits(ROUNDING);
    private static final double UNSIGNED = 0x1p52;
    private static final long UNSIGNED_BITS = Double.doubleToRawLongBits(UNSIGNED);
    /// 2^52 and the 2^31 by which the upper half was raised to make it unsigned.
    private static final double UPPER = 0x1p52 + 0x1p31;

    @Override
    public int add(MemorySegment values, int count, int weight, int shift, long[] sums) {
        double scale = Math.scalb(1.0, shift);
        IntVector even = IntVector.zero(FLOAT_BITS);
        IntVector odd = IntVector.zero(FLOAT_BITS);
        int end = count - count % (2 * STEP);
        for (int i = 0; i < end; i += 2 * STEP) {
            FloatVector f = FloatVector.fromMemorySegment(FLOATS, values, (long) i * Float.BYTES, LITTLE);
            FloatVector g = FloatVector.fromMemorySegment(FLOATS, values, (long) (i + STEP) * Float.BYTES, LITTLE);
            even = even.max(f.reinterpretAsInts().and(MAGNITUDE));
            odd = odd.max(g.reinterpretAsInts().and(MAGNITUDE));
            LongVector q = ((DoubleVector) f.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().sub(ROUNDING_BITS).mul((long) weight);
            LongVector r = ((DoubleVector) g.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().sub(ROUNDING_BITS).mul((long) weight);
            LongVector.fromArray(LONGS, sums, i).add(q).intoArray(sums, i);
            LongVector.fromArray(LONGS, sums, i + STEP).add(r).intoArray(sums, i + STEP);
        }
        return Math.max(even.max(odd).reduceLanes(VectorOperators.MAX),
                ScalarKernels.addFrom(end, values, count, weight, shift, sums));
    }

    @Override
    public int addFour(MemorySegment[] values, int[] weights, int from, int count, int shift, long[] sums) {
        MemorySegment a = values[from];
        MemorySegment b = values[from + 1];
        MemorySegment c = values[from + 2];
        MemorySegment d = values[from + 3];
        long weightA = weights[from];
        long weightB = weights[from + 1];
        long weightC = weights[from + 2];
        long weightD = weights[from + 3];
        double scale = Math.scalb(1.0, shift);
        // Subtracted once for all four, after the weights: 64 bits wrap around, so that it comes to the same.
        long rounding = (weightA + weightB + weightC + weightD) * ROUNDING_BITS;
        IntVector even = IntVector.zero(FLOAT_BITS);
        IntVector odd = IntVector.zero(FLOAT_BITS);
        int end = count - count % STEP;
        for (int i = 0; i < end; i += STEP) {
            FloatVector e = FloatVector.fromMemorySegment(FLOATS, a, (long) i * Float.BYTES, LITTLE);
            FloatVector f = FloatVector.fromMemorySegment(FLOATS, b, (long) i * Float.BYTES, LITTLE);
            FloatVector g = FloatVector.fromMemorySegment(FLOATS, c, (long) i * Float.BYTES, LITTLE);
            FloatVector h = FloatVector.fromMemorySegment(FLOATS, d, (long) i * Float.BYTES, LITTLE);
            even = even.max(e.reinterpretAsInts().and(MAGNITUDE)).max(f.reinterpretAsInts().and(MAGNITUDE));
            odd = odd.max(g.reinterpretAsInts().and(MAGNITUDE)).max(h.reinterpretAsInts().and(MAGNITUDE));
            LongVector q = ((DoubleVector) e.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().mul(weightA);
            LongVector r = ((DoubleVector) f.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().mul(weightB);
            LongVector s = ((DoubleVector) g.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().mul(weightC);
            LongVector t = ((DoubleVector) h.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().mul(weightD);
            LongVector.fromArray(LONGS, sums, i).add(q.add(r)).add(s.add(t)).sub(rounding).intoArray(sums, i);
        }
        return Math.max(even.max(odd).reduceLanes(VectorOperators.MAX),
                ScalarKernels.addFourFrom(end, values, weights, from, count, shift, sums));
    }

    @Override
    public int subtractMean(MemorySegment theta, int count, long[] sums, int divisor, int shift) {
        double unit = Math.scalb(1.0, -shift);
        IntVector greatest = IntVector.zero(FLOAT_BITS);
        int end = count - count % STEP;
        for (int i = 0; i < end; i += STEP) {
            LongVector sum = LongVector.fromArray(LONGS, sums, i);
            // The halves are exact as doubles, so that only their addition rounds: as the conversion would.
            DoubleVector upper = sum.lanewise(VectorOperators.XOR, Long.MIN_VALUE).lanewise(VectorOperators.LSHR, 32)
                    .lanewise(VectorOperators.OR, UNSIGNED_BITS).reinterpretAsDoubles().sub(UPPER).mul(0x1p32);
            DoubleVector lower = sum.and(0xffff_ffffL).lanewise(VectorOperators.OR, UNSIGNED_BITS).reinterpretAsDoubles()
                    .sub(UNSIGNED);
            DoubleVector mean = upper.add(lower).div((double) divisor).mul(unit);
            FloatVector old = FloatVector.fromMemorySegment(FLOATS, theta, (long) i * Float.BYTES, LITTLE);
            FloatVector next = (FloatVector) ((DoubleVector) old.convertShape(VectorOperators.F2D, DOUBLES, 0)).sub(mean)
                    .convertShape(VectorOperators.D2F, FLOATS, 0);
            greatest = greatest.max(next.reinterpretAsInts().and(MAGNITUDE));
            next.intoMemorySegment(theta, (long) i * Float.BYTES, LITTLE);
        }
        return Math.max(greatest.reduceLanes(VectorOperators.MAX),
                ScalarKernels.subtractMeanFrom(end, theta, count, sums, divisor, shift));
    }

    @Override
    public int greatest(MemorySegment values, int count) {
        IntVector greatest = IntVector.zero(INTS);
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            greatest = greatest.max(IntVector.fromMemorySegment(INTS, values, (long) i * Float.BYTES, LITTLE).and(MAGNITUDE));
        }
        return Math.max(greatest.reduceLanes(VectorOperators.MAX), ScalarKernels.greatest(end, values, count));
    }

    @Override
    public int rank(MemorySegment values, long offset, int count, int[] rows, int at) {
        IntVector greatest = IntVector.zero(INTS);
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            IntVector bits = IntVector.fromMemorySegment(INTS, values, offset + (long) i * Float.BYTES, LITTLE);
            greatest = greatest.max(bits.and(MAGNITUDE));
            bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(MAGNITUDE))
                    .intoArray(rows, at + i);
        }
        return Math.max(greatest.reduceLanes(VectorOperators.MAX),
                ScalarKernels.rankFrom(end, values, offset, count, rows, at));
    }

    @Override
    public void exchange(int[] rows, int low, int high, int count) {
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            IntVector a = IntVector.fromArray(INTS, rows, low + i);
            IntVector b = IntVector.fromArray(INTS, rows, high + i);
            a.min(b).intoArray(rows, low + i);
            a.max(b).intoArray(rows, high + i);
        }
        ScalarKernels.exchangeFrom(end, rows, low, high, count);
    }

    /// Batcher's odd-even merge sort of eight, nineteen comparisons. Written out, since arrays of vectors would be objects.
    @Override
    public void sortEight(int[] rows, int first, int step, int count) {
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            IntVector a = IntVector.fromArray(INTS, rows, first + i);
            IntVector b = IntVector.fromArray(INTS, rows, first + i + step);
            IntVector c = IntVector.fromArray(INTS, rows, first + i + 2 * step);
            IntVector d = IntVector.fromArray(INTS, rows, first + i + 3 * step);
            IntVector e = IntVector.fromArray(INTS, rows, first + i + 4 * step);
            IntVector f = IntVector.fromArray(INTS, rows, first + i + 5 * step);
            IntVector g = IntVector.fromArray(INTS, rows, first + i + 6 * step);
            IntVector h = IntVector.fromArray(INTS, rows, first + i + 7 * step);
            IntVector lesser;
            lesser = a.min(c);
            c = a.max(c);
            a = lesser;
            lesser = b.min(d);
            d = b.max(d);
            b = lesser;
            lesser = e.min(g);
            g = e.max(g);
            e = lesser;
            lesser = f.min(h);
            h = f.max(h);
            f = lesser;
            lesser = a.min(e);
            e = a.max(e);
            a = lesser;
            lesser = b.min(f);
            f = b.max(f);
            b = lesser;
            lesser = c.min(g);
            g = c.max(g);
            c = lesser;
            lesser = d.min(h);
            h = d.max(h);
            d = lesser;
            lesser = a.min(b);
            b = a.max(b);
            a = lesser;
            lesser = c.min(d);
            d = c.max(d);
            c = lesser;
            lesser = e.min(f);
            f = e.max(f);
            e = lesser;
            lesser = g.min(h);
            h = g.max(h);
            g = lesser;
            lesser = c.min(e);
            e = c.max(e);
            c = lesser;
            lesser = d.min(f);
            f = d.max(f);
            d = lesser;
            lesser = b.min(e);
            e = b.max(e);
            b = lesser;
            lesser = d.min(g);
            g = d.max(g);
            d = lesser;
            lesser = b.min(c);
            c = b.max(c);
            b = lesser;
            lesser = d.min(e);
            e = d.max(e);
            d = lesser;
            lesser = f.min(g);
            g = f.max(g);
            f = lesser;
            a.intoArray(rows, first + i);
            b.intoArray(rows, first + i + step);
            c.intoArray(rows, first + i + 2 * step);
            d.intoArray(rows, first + i + 3 * step);
            e.intoArray(rows, first + i + 4 * step);
            f.intoArray(rows, first + i + 5 * step);
            g.intoArray(rows, first + i + 6 * step);
            h.intoArray(rows, first + i + 7 * step);
        }
        ScalarKernels.sortEightFrom(end, rows, first, step, count);
    }

    @Override
    public void keepLesser(int[] rows, int low, int high, int count) {
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            IntVector.fromArray(INTS, rows, low + i).min(IntVector.fromArray(INTS, rows, high + i)).intoArray(rows, low + i);
        }
        ScalarKernels.keepLesserFrom(end, rows, low, high, count);
    }

    @Override
    public void keepGreater(int[] rows, int low, int high, int count) {
        int end = count - count % WIDE;
        for (int i = 0; i < end; i += WIDE) {
            IntVector.fromArray(INTS, rows, low + i).max(IntVector.fromArray(INTS, rows, high + i)).intoArray(rows, high + i);
        }
        ScalarKernels.keepGreaterFrom(end, rows, low, high, count);
    }

    @Override
    public void addRanked(int[] rows, int at, int count, int shift, long[] sums, int to) {
        double scale = Math.scalb(1.0, shift);
        int end = count - count % STEP;
        for (int i = 0; i < end; i += STEP) {
            IntVector ranked = IntVector.fromArray(FLOAT_BITS, rows, at + i);
            FloatVector f = ranked.lanewise(VectorOperators.XOR, ranked.lanewise(VectorOperators.ASHR, 31).and(MAGNITUDE))
                    .reinterpretAsFloats();
            LongVector q = ((DoubleVector) f.convertShape(VectorOperators.F2D, DOUBLES, 0)).mul(scale).add(ROUNDING)
                    .reinterpretAsLongs().sub(ROUNDING_BITS);
            LongVector.fromArray(LONGS, sums, to + i).add(q).intoArray(sums, to + i);
        }
        ScalarKernels.addRankedFrom(end, rows, at, count, shift, sums, to);
    }
}

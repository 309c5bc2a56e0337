package consort.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.sum.Scales;
import consort.model.sum.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every set of kernels does, on counts that fill no register evenly.
abstract class KernelsContract {
    private static final float JUST_BELOW_32 = Math.nextDown(32f);

    abstract Kernels kernels();

    @Test
    void neverOverflowsAtTheExtreme() {
        float[] values = repeated(37, JUST_BELOW_32, -JUST_BELOW_32);
        long[] sums = new long[37];
        for (int update = 0; update < 1024; update++) {
            assertThat(kernels().add(memory(values), 37, 1024, 38, sums)).isEqualTo(Float.floatToRawIntBits(JUST_BELOW_32));
        }

        long expected = Long.MAX_VALUE - (1L << 39) + 1;
        assertThat(sums).containsExactly(repeatedSums(37, expected, -expected));
        MemorySegment theta = memory(new float[37]);
        kernels().subtractMean(theta, 37, sums, Weights.MAX_SUM, 38);
        assertThat(floats(theta)).containsExactly(repeated(37, -JUST_BELOW_32, JUST_BELOW_32));
    }

    @Test
    void scaledMagnitudesStayBelowTwoToThe43WithEveryScale() {
        for (int shift = Scales.MIN_SHIFT; shift <= Scales.MAX_SHIFT; shift++) {
            float below = Math.nextDown(Scales.limit(shift));
            long[] sums = new long[19];

            kernels().add(memory(repeated(19, below, -below)), 19, 1, shift, sums);

            long expected = (1L << 43) - (1L << 19);
            assertThat(sums).containsExactly(repeatedSums(19, expected, -expected));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {32f, -32f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE})
    void tellsOfAnElementOutOfRangeWhereverItStands(float bad) {
        for (int at = 0; at < 37; at++) {
            float[] values = repeated(37, 1, -31);
            values[at] = bad;

            int greatest = kernels().add(memory(values), 37, 1, 38, new long[37]);
            int ranked = kernels().rank(memory(values), 0, 37, new int[37], 0);

            assertThat(greatest).isEqualTo(ranked).isEqualTo(kernels().greatest(memory(values), 37)).isEqualTo(Float.floatToRawIntBits(bad) & Kernels.MAGNITUDE)
                    .isGreaterThanOrEqualTo(Float.floatToRawIntBits(32));
            assertThat(Kernels.firstBeyond(memory(values), 37, 32)).isEqualTo(at);
            assertThat(Kernels.firstBeyond(values, 37, 32)).isEqualTo(at);
        }
    }

    @Test
    void roundsHalfToEvenAndDropsZerosAndSubnormals() {
        float half = Math.scalb(0.5f, -38);
        float[] values = repeated(40, half, 3 * half, -half, -3 * half, 0f, -0f, Float.MIN_VALUE, -Float.MIN_NORMAL);
        long[] sums = new long[40];

        kernels().add(memory(values), 40, 3, 38, sums);

        assertThat(sums).containsExactly(repeatedSums(40, 0, 6, 0, -6, 0, 0, 0, 0));
    }

    @Test
    void aSumOfZeroKeepsEveryBitOfTheModel() {
        float[] before = repeated(35, -0f, 0f, Float.MIN_VALUE, -1f / 3, Float.MAX_VALUE);
        MemorySegment theta = memory(before);

        assertThat(kernels().subtractMean(theta, 35, new long[35], 7, 38)).isEqualTo(Float.floatToRawIntBits(Float.MAX_VALUE));

        assertThat(bits(floats(theta))).containsExactly(bits(before));
    }

    @RepeatedTest(40)
    void sumsAreThoseOfExactArithmetic(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(70);
        int weight = 1 + random.nextInt(Weights.MAX_SUM);
        float[] values = values(random, count);
        long[] sums = new long[count];
        int[] ranked = new int[count];
        long[] rankedSums = new long[count];

        kernels().add(memory(values), count, weight, 38, sums);
        kernels().rank(memory(values), 0, count, ranked, 0);
        kernels().addRanked(ranked, 0, count, 38, rankedSums, 0);

        for (int i = 0; i < count; i++) {
            BigInteger q = new BigDecimal(values[i]).multiply(BigDecimal.valueOf(1L << 38))
                    .setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
            assertThat(BigInteger.valueOf(rankedSums[i])).as("seed %d, element %d", repetition.getCurrentRepetition(), i).isEqualTo(q);
            assertThat(BigInteger.valueOf(sums[i])).isEqualTo(q.multiply(BigInteger.valueOf(weight)));
        }
    }

    @RepeatedTest(20)
    void fourAtOnceAreAddedAsOneAfterTheOther(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(70);
        MemorySegment[] updates = new MemorySegment[6];
        int[] weights = new int[6];
        Arrays.setAll(updates, k -> memory(values(random, count)));
        Arrays.setAll(weights, k -> 1 + random.nextInt(Weights.MAX_SUM / 4));
        updates[random.nextInt(4)].set(Kernels.FLOAT, 0, random.nextBoolean() ? -31f : 0f);
        int from = random.nextInt(3);
        long[] before = random.longs(count, -1L << 60, 1L << 60).toArray();
        long[] expected = before.clone();
        int greatest = 0;
        for (int k = from; k < from + 4; k++) {
            greatest = Math.max(greatest, kernels().add(updates[k], count, weights[k], 38, expected));
        }

        long[] sums = before.clone();
        assertThat(kernels().addFour(updates, weights, from, count, 38, sums)).isEqualTo(greatest);
        assertThat(sums).as("seed %d", repetition.getCurrentRepetition()).containsExactly(expected);
    }

    /// Every tail, every scale, weights of any size up to the greatest together, and sums that are as great as others leave them.
    @RepeatedTest(40)
    void fourAtOnceAreThoseOfExactArithmetic(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = repetition.getCurrentRepetition() - 1;
        int shift = random.nextInt(Scales.MIN_SHIFT, Scales.MAX_SHIFT + 1);
        int[] weights = random.ints(4, 1, random.nextBoolean() ? 9 : Weights.MAX_SUM / 4 + 1).toArray();
        float limit = Scales.limit(shift);
        float[][] values = new float[4][];
        MemorySegment[] updates = new MemorySegment[4];
        for (int k = 0; k < 4; k++) {
            values[k] = new float[count];
            for (int i = 0; i < count; i++) {
                values[k][i] = random.nextInt(4) == 0 ? Math.nextDown(limit) * (random.nextBoolean() ? 1 : -1)
                        : (random.nextFloat() * 2 - 1) * Math.scalb(limit, -random.nextInt(60));
            }
            updates[k] = memory(values[k]);
        }
        // What other updates may have left: their weights and these come to 2^20 together.
        long left = (Weights.MAX_SUM - IntStream.of(weights).sum()) * (1L << 43);
        long[] sums = random.longs(count, -left - 1, left + 1).toArray();
        long[] before = sums.clone();

        kernels().addFour(updates, weights, 0, count, shift, sums);

        for (int i = 0; i < count; i++) {
            BigInteger expected = BigInteger.valueOf(before[i]);
            for (int k = 0; k < 4; k++) {
                expected = expected.add(new BigDecimal(values[k][i]).multiply(new BigDecimal(BigInteger.TWO.pow(60)))
                        .divide(new BigDecimal(BigInteger.TWO.pow(60 - shift))).setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact()
                        .multiply(BigInteger.valueOf(weights[k])));
            }
            assertThat(BigInteger.valueOf(sums[i])).as("seed %d, shift %d, element %d of %d", repetition.getCurrentRepetition(), shift, i, count)
                    .isEqualTo(expected);
        }
    }

    @Test
    void tellsOfABadElementAmongFourWhereverItStands() {
        for (int at = 0; at < 4 * 37; at++) {
            MemorySegment[] updates = new MemorySegment[4];
            Arrays.setAll(updates, k -> memory(repeated(37, 1, -31)));
            updates[at / 37].set(Kernels.FLOAT, at % 37 * 4L, at % 2 == 0 ? Float.NaN : -32f);
            assertThat(kernels().addFour(updates, new int[] {1, 2, 3, 4}, 0, 37, 38, new long[37]))
                    .isGreaterThanOrEqualTo(Float.floatToRawIntBits(32));
        }
    }

    /// Bit for bit against the operations as the contract writes them down, over all lengths of sums.
    @RepeatedTest(40)
    void theMeanIsAppliedInTheWrittenOrder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(70);
        int divisor = 1 + random.nextInt(Weights.MAX_SUM);
        int shift = random.nextInt(61);
        long[] sums = random.longs(count).map(sum -> sum >> random.nextInt(64)).toArray();
        float[] theta = values(random, count);
        MemorySegment memory = memory(theta);

        kernels().subtractMean(memory, count, sums, divisor, shift);

        float[] next = floats(memory);
        for (int i = 0; i < count; i++) {
            double mean = (double) sums[i] / (double) divisor * Math.scalb(1.0, -shift);
            assertThat(Float.floatToRawIntBits(next[i])).as("seed %d, element %d", repetition.getCurrentRepetition(), i)
                    .isEqualTo(Float.floatToRawIntBits((float) ((double) theta[i] - mean)));
        }
    }

    @RepeatedTest(20)
    void ranksAreOrderedLikeTheElementsAndExchangeSortsPairs(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(70);
        float[] low = values(random, count);
        float[] high = values(random, count);
        int[] rows = new int[3 * count];
        kernels().rank(memory(low), 0, count, rows, 0);
        kernels().rank(memory(high), 0, count, rows, 2 * count);
        int[] lesser = rows.clone();
        int[] greater = rows.clone();

        int[] before = rows.clone();
        kernels().exchange(rows, 0, 2 * count, count);
        kernels().keepLesser(lesser, 0, 2 * count, count);
        kernels().keepGreater(greater, 0, 2 * count, count);

        for (int i = 0; i < count; i++) {
            assertThat(Integer.signum(Integer.compare(before[i], before[2 * count + i])))
                    .as("seed %d, element %d", repetition.getCurrentRepetition(), i)
                    .isEqualTo(Integer.signum(Float.compare(low[i], high[i])));
            assertThat(rows[i]).isEqualTo(lesser[i]).isEqualTo(Math.min(before[i], before[2 * count + i]));
            assertThat(rows[2 * count + i]).isEqualTo(greater[2 * count + i]).isEqualTo(Math.max(before[i], before[2 * count + i]));
        }
        assertThat(Arrays.copyOfRange(rows, count, 2 * count)).containsOnly(0);
    }

    /// All columns of zeros and ones among them: what sorts these sorts everything (Knuth 5.3.4, theorem Z).
    @RepeatedTest(5)
    void sortsEightRows(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 256 + random.nextInt(70);
        int step = count + random.nextInt(9);
        int first = random.nextInt(9);
        int[] rows = random.ints(first + 8 * step, 0, 2 + random.nextInt(1000)).toArray();
        for (int i = 0; i < 8 * 256; i++) {
            rows[first + i / 256 * step + i % 256] = i % 256 >> i / 256 & 1;
        }
        int[] before = rows.clone();

        kernels().sortEight(rows, first, step, count);

        for (int i = 0; i < step; i++) {
            int column = first + i;
            int[] was = IntStream.range(0, 8).map(row -> before[column + row * step]).toArray();
            int[] is = IntStream.range(0, 8).map(row -> rows[column + row * step]).toArray();
            assertThat(is).as("seed %d, column %d", repetition.getCurrentRepetition(), i)
                    .containsExactly(i < count ? IntStream.of(was).sorted().toArray() : was);
        }
    }

    /// Of many magnitudes below 32, with zeros of either sign and subnormals.
    static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (random.nextInt(10)) {
                case 0 -> 0f;
                case 1 -> -0f;
                case 2 -> Math.scalb(random.nextFloat() - 0.5f, -140);
                default -> Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(-40, 6));
            };
        }
        return values;
    }

    /// At an odd address, as a tensor in a file that others wrote may stand.
    static MemorySegment memory(float... values) {
        MemorySegment memory = Arena.ofAuto().allocate((long) values.length * Float.BYTES + 1, 8).asSlice(1);
        MemorySegment.copy(values, 0, memory, Kernels.FLOAT, 0, values.length);
        return memory;
    }

    private static float[] floats(MemorySegment memory) {
        return memory.toArray(Kernels.FLOAT);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static float[] repeated(int count, float... pattern) {
        float[] all = new float[count];
        for (int i = 0; i < count; i++) {
            all[i] = pattern[i % pattern.length];
        }
        return all;
    }

    private static long[] repeatedSums(int count, long... pattern) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = pattern[i % pattern.length];
        }
        return all;
    }
}

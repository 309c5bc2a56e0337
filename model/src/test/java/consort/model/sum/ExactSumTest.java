package consort.model.sum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
    private static final float JUST_BELOW_32 = Math.nextDown(32f);

    @Test
    void neverOverflowsAtTheExtreme() {
        float[] values = {JUST_BELOW_32, -JUST_BELOW_32};
        long[] sums = new long[2];
        for (int update = 0; update < 1024; update++) {
            assertThat(ExactSum.add(values, 2, 1024, 38, sums)).isEqualTo(-1);
        }

        long expected = Long.MAX_VALUE - (1L << 39) + 1;
        assertThat(sums).containsExactly(expected, -expected);
        float[] theta = {0, 0};
        ExactSum.subtractMean(theta, 2, sums, Weights.MAX_SUM, 38);
        assertThat(theta).containsExactly(-JUST_BELOW_32, JUST_BELOW_32);
    }

    @Test
    void scaledMagnitudesStayBelowTwoToThe43WithEveryScale() {
        for (int shift = Scales.MIN_SHIFT; shift <= Scales.MAX_SHIFT; shift++) {
            float limit = Scales.limit(shift);
            long[] sums = new long[1];

            assertThat(ExactSum.add(new float[] {Math.nextDown(limit)}, 1, 1, shift, sums)).isEqualTo(-1);
            assertThat(sums[0]).isEqualTo((1L << 43) - (1L << 19));
            assertThat(ExactSum.add(new float[] {-limit}, 1, 1, shift, sums)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {32f, -32f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE})
    void namesTheFirstValueOutOfRangeAndLeavesTheSumsAlone(float bad) {
        long[] sums = {5, 6, 7, 8};

        assertThat(ExactSum.add(new float[] {1, 2, bad, bad}, 4, 1, 38, sums)).isEqualTo(2);
        assertThat(sums).containsExactly(5, 6, 7, 8);
        assertThat(ExactSum.add(new float[] {1, 2, bad, bad}, 2, 1, 38, sums)).isEqualTo(-1);
    }

    @Test
    void roundsHalfToEvenAndDropsZerosAndSubnormals() {
        float half = Math.scalb(0.5f, -38);
        float[] values = {half, 3 * half, -half, -3 * half, 0f, -0f, Float.MIN_VALUE, -Float.MIN_NORMAL};
        long[] sums = new long[8];

        ExactSum.add(values, 8, 3, 38, sums);

        assertThat(sums).containsExactly(0, 6, 0, -6, 0, 0, 0, 0);
    }

    @Test
    void aSumOfZeroKeepsEveryBitOfTheModel() {
        float[] theta = {-0f, 0f, Float.MIN_VALUE, -1f / 3, Float.MAX_VALUE};
        float[] before = theta.clone();

        ExactSum.subtractMean(theta, 5, new long[5], 7, 38);

        for (int i = 0; i < 5; i++) {
            assertThat(Float.floatToRawIntBits(theta[i])).isEqualTo(Float.floatToRawIntBits(before[i]));
        }
    }

    @Property(tries = 2000)
    void scalesExactly(@ForAll @FloatRange(min = -32, max = 32, maxIncluded = false, minIncluded = false) float value,
            @ForAll @IntRange(min = 1, max = 1 << 20) int weight) {
        long[] sums = new long[1];
        ExactSum.add(new float[] {value}, 1, weight, 38, sums);

        BigInteger expected = new BigDecimal(value).multiply(BigDecimal.valueOf(1L << 38))
                .setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact().multiply(BigInteger.valueOf(weight));
        assertThat(BigInteger.valueOf(sums[0])).isEqualTo(expected);
    }
}

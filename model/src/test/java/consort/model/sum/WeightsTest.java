package consort.model.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void keepsWeightsThatAreSmallEnough() {
        assertThat(Weights.scale(new long[] {50, 0, 100})).containsExactly(50, 0, 100);
        assertThat(Weights.scale(new long[] {Weights.MAX_SUM})).containsExactly(1 << 20);
        assertThat(Weights.scale(new long[0])).isEmpty();
    }

    @Test
    void scalesLargeWeightsInProportion() {
        assertThat(Weights.scale(new long[] {3_000_000, 1_000_000, 0})).containsExactly(786_430, 262_143, 0);
    }

    @Test
    void keepsTheSmallestPositiveWeight() {
        assertThat(Weights.scale(new long[] {1, Long.MAX_VALUE})).containsExactly(1, 1_048_573);
    }

    @Test
    void refusesNegativeAndTooManyWeights() {
        assertThatThrownBy(() -> Weights.scale(new long[] {5, -1})).hasMessage("weight -1 is negative");
        long[] many = new long[Weights.MAX_SUM + 1];
        Arrays.fill(many, 1);
        assertThatThrownBy(() -> Weights.scale(many)).hasMessageContaining("1048577 positive weights");
    }

    @Property(tries = 500)
    void sumsFitAndOrderOfSizeIsKept(@ForAll @Size(max = 40) List<@LongRange(min = 0) Long> list) {
        long[] raw = list.stream().mapToLong(weight -> weight).toArray();
        int[] scaled = Weights.scale(raw);

        assertThat(Arrays.stream(scaled).asLongStream().sum()).isLessThanOrEqualTo(Weights.MAX_SUM);
        for (int i = 0; i < raw.length; i++) {
            assertThat(scaled[i] > 0).isEqualTo(raw[i] > 0);
            for (int j = 0; j < i; j++) {
                assertThat(Integer.compare(scaled[i], scaled[j]) * Long.compare(raw[i], raw[j])).isNotNegative();
                assertThat(raw[i] == raw[j] && scaled[i] != scaled[j]).isFalse();
            }
        }
    }

    @Property(tries = 200)
    void eachWeightDependsOnItsOwnRawWeightNotOnItsPlace(@ForAll @Size(max = 40) List<@LongRange(min = 0) Long> list) {
        long[] raw = list.stream().mapToLong(weight -> weight).toArray();
        int[] scaled = Weights.scale(raw);
        int[] scaledReversed = Weights.scale(
                IntStream.range(0, raw.length).mapToLong(i -> raw[raw.length - 1 - i]).toArray());

        assertThat(IntStream.range(0, raw.length).map(i -> scaledReversed[raw.length - 1 - i]).toArray())
                .isEqualTo(scaled);
    }

    @Property(tries = 200)
    void equalWeightsAreScaledAsAllOthers(@ForAll @LongRange(min = 0) long raw, @ForAll @IntRange(min = 1, max = 2000) int count) {
        long[] all = new long[count];
        Arrays.fill(all, raw);
        assertThat(Weights.scale(all)).containsOnly(Weights.scaleEqual(raw, count));
    }
}

package consort.model.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.TestModels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.update.Trainable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrimmedMeanTest {
    private static final int ELEMENTS = 700;

    @RepeatedTest(60)
    void isTheMeanOfWhatSortingLeavesInTheMiddle(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = repetition.getCurrentRepetition() % 10 == 0 ? 33 + random.nextInt(100) : 1 + random.nextInt(33);
        TrimmedMean rule = new TrimmedMean(random.nextInt(51));
        float[][] updates = updates(random, count);
        float[] model = values(random);

        float[] next = TestModels.values(new MemorySource(aggregate(rule, model, updates, Lanes.inCaller())), "w");

        int trimmed = rule.trimmed(count);
        for (int i = 0; i < ELEMENTS; i++) {
            assertThat(Float.floatToRawIntBits(next[i]))
                    .as("seed %d: %s of %d, element %d", repetition.getCurrentRepetition(), rule, count, i)
                    .isEqualTo(Float.floatToRawIntBits(expected(model[i], column(updates, i), trimmed)));
        }
    }

    /// Sorted as decimals, each brought to 38 bits after the point, added exactly; then as the exact sum is applied.
    private static float expected(float theta, float[] column, int trimmed) {
        BigDecimal[] sorted = new BigDecimal[column.length];
        for (int k = 0; k < column.length; k++) {
            sorted[k] = new BigDecimal(column[k]);
        }
        Arrays.sort(sorted);
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = trimmed; k < column.length - trimmed; k++) {
            sum = sum.add(sorted[k].multiply(BigDecimal.valueOf(1L << 38)).setScale(0, RoundingMode.HALF_EVEN));
        }
        return (float) ((double) theta - (double) sum.longValueExact() / (column.length - 2 * trimmed) * 0x1p-38);
    }

    @RepeatedTest(20)
    void orderThreadsAndSlicesCannotChangeABit(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(40);
        TrimmedMean rule = new TrimmedMean(random.nextInt(51));
        float[][] updates = updates(random, count);
        float[] model = values(random);
        byte[] expected = aggregate(rule, model, updates, Lanes.inCaller());

        Collections.shuffle(Arrays.asList(updates), random);
        int lanes = 1 + random.nextInt(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            assertThat(aggregate(rule, model, updates, new Lanes(threads, lanes, 1 + random.nextInt(ELEMENTS))))
                    .as("seed %d", repetition.getCurrentRepetition()).isEqualTo(expected);
        }
    }

    @Test
    void withNothingTrimmedIsTheMeanBitForBit() throws IOException {
        Random random = new Random(4);
        float[][] updates = updates(random, 7);
        float[] model = values(random);

        assertThat(aggregate(new TrimmedMean(0), model, updates, Lanes.inCaller()))
                .isEqualTo(aggregate(new FedAvg(), model, updates, Lanes.inCaller()));
    }

    @Test
    void slicesLongerThanALaneHoldsAreWholeToo() throws IOException {
        Random random = new Random(5);
        float[][] updates = new float[9][40_000];
        for (float[] update : updates) {
            for (int i = 0; i < update.length; i++) {
                update[i] = random.nextInt(5);
            }
        }

        float[] next = TestModels.values(
                new MemorySource(aggregate(TrimmedMean.median(), new float[40_000], updates, Lanes.inCaller())), "w");

        for (int i = 0; i < next.length; i++) {
            float[] column = column(updates, i);
            Arrays.sort(column);
            assertThat(-next[i]).isEqualTo(column[4]);
        }
    }

    @Test
    void theMedianOfAnEvenNumberIsHalfTheSumOfTheTwoInTheMiddle() throws IOException {
        float[][] updates = {{1, -0f}, {2, 0f}, {5, -1}, {30, 1}};

        assertThat(TestModels.values(new MemorySource(aggregate(TrimmedMean.median(), new float[2], updates, Lanes.inCaller())),
                "w")).containsExactly(-3.5f, 0);
    }

    @Test
    void fewWildUpdatesCannotMoveIt() throws IOException {
        float[][] updates = {{1}, {1.5f}, {2}, {31}, {-31}};

        assertThat(TestModels.values(new MemorySource(aggregate(new TrimmedMean(20), new float[1], updates, Lanes.inCaller())),
                "w")).containsExactly(-1.5f);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -32})
    void refusesAnElementThatWouldBeTrimmed(float bad) {
        float[][] updates = {{1, 1}, {1, 1}, {1, bad}};

        assertThatThrownBy(() -> aggregate(TrimmedMean.median(), new float[2], updates, Lanes.inCaller()))
                .isInstanceOf(AggregationException.UnfitUpdate.class)
                .hasMessageStartingWith("update 2: tensor 'w' holds " + bad + " at index 1");
    }

    @ParameterizedTest
    @CsvSource({"50, 1, 0", "50, 2, 0", "50, 3, 1", "50, 8, 3", "50, 32, 15", "10, 9, 0", "10, 10, 1", "49, 2, 0", "49, 1000, 490"})
    void leavesOutWholeUpdatesAndNeverAll(int percent, int updates, int trimmed) {
        assertThat(new TrimmedMean(percent).trimmed(updates)).isEqualTo(trimmed);
    }

    @Test
    void refusesAPercentageThatLeavesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrimmedMean(51));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrimmedMean(-1));
    }

    private static float[] column(float[][] updates, int at) {
        float[] column = new float[updates.length];
        for (int k = 0; k < updates.length; k++) {
            column[k] = updates[k][at];
        }
        return column;
    }

    private static float[][] updates(Random random, int count) {
        float[][] updates = new float[count][];
        for (int k = 0; k < count; k++) {
            updates[k] = values(random);
        }
        return updates;
    }

    /// Many ties, zeros of either sign, subnormals.
    private static float[] values(Random random) {
        float[] values = new float[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            values[i] = switch (random.nextInt(6)) {
                case 0 -> random.nextInt(3) - 1;
                case 1 -> -0f;
                case 2 -> Math.scalb(random.nextFloat(), -140);
                default -> Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(-40, 6));
            };
        }
        return values;
    }

    private static byte[] aggregate(AggregationRule rule, float[] model, float[][] updates, Lanes lanes) throws IOException {
        List<WeightedUpdate> weighted = new ArrayList<>();
        for (float[] update : updates) {
            weighted.add(new WeightedUpdate(TestModels.floats(Map.of("w", update)), 1));
        }
        ByteSource previous = TestModels.floats(Map.of("w", model));
        MemorySink out = new MemorySink();
        rule.aggregate(new AggregationInput(previous, weighted, Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT), out, lanes);
        return out.bytes();
    }
}

package consort.model.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.TestModels;
import consort.model.aggregate.AggregationException.UnfitModel;
import consort.model.aggregate.AggregationException.UnfitUpdate;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.tensor.Sha256;
import consort.model.update.Refusal;
import consort.model.update.Trainable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FedAvgTest {
    private static final ByteSource MODEL = TestModels.floats(Map.of("w", new float[] {1, 2, 3}, "b", new float[] {-1}));

    @Test
    void subtractsTheWeightedMeanOfTheUpdates() throws IOException {
        byte[] next = aggregate(MODEL, Trainable.ALL_FLOAT32,
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {1, 0, -1}, "b", new float[] {4})), 1),
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {5, 0, 1}, "b", new float[] {0})), 3));

        assertThat(next).isEqualTo(FloatTensor.encode(
                Map.of("w", FloatTensor.of(-3, 2, 2.5f), "b", FloatTensor.of(-2))));
    }

    @Test
    void appliesInTheWrittenOrder() throws IOException {
        float theta = 0.1f;
        float first = 1e-3f;
        float second = -7e-5f;
        long sum = 3 * (long) Math.rint(first * 0x1p38) + 4 * (long) Math.rint(second * 0x1p38);

        byte[] next = aggregate(TestModels.floats(Map.of("w", new float[] {theta})), Trainable.ALL_FLOAT32,
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {first})), 3),
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {second})), 4));

        float expected = (float) ((double) theta - (double) sum / (double) 7 * 0x1p-38);
        assertThat(TestModels.values(new MemorySource(next), "w")).containsExactly(expected);
    }

    @Test
    void carriesEverythingElseOverUnchanged() throws IOException {
        ByteSource model = TestModels.mixed(Map.of("a.frozen", new float[] {Float.NaN, -0f}, "w", new float[] {1}),
                Map.of("batches", 9L, "z", -1L));
        ByteSource expected = TestModels.mixed(Map.of("a.frozen", new float[] {Float.NaN, -0f}, "w", new float[] {0.5f}),
                Map.of("batches", 9L, "z", -1L));

        byte[] next = aggregate(model, Trainable.of(List.of("w")),
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {0.5f})), 2));

        assertThat(next).isEqualTo(bytes(expected));
    }

    @Test
    void usesTheScaleOfEachTensor() throws IOException {
        ByteSource model = TestModels.floats(Map.of("mean", new float[] {0}, "var", new float[] {5000}));
        ByteSource update = TestModels.floats(Map.of("mean", new float[] {0x1p-38f}, "var", new float[] {4000.25f}));
        Scales scales = Scales.of(38, Map.of("var", 1));

        byte[] next = aggregate(new AggregationInput(model, List.of(new WeightedUpdate(update, 1)), Trainable.ALL_FLOAT32,
                scales, Limits.DEFAULT), Lanes.inCaller());

        assertThat(TestModels.values(new MemorySource(next), "mean")).containsExactly(-0x1p-38f);
        assertThat(TestModels.values(new MemorySource(next), "var")).containsExactly(1000f);
    }

    @Test
    void namesTheUpdateThatCannotBeSummed() {
        WeightedUpdate good = new WeightedUpdate(MODEL, 1);

        assertUnfit(1, Refusal.NOT_FINITE, "update 1: tensor 'w' holds NaN at index 2", good,
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[] {0, 0, Float.NaN}, "b", new float[1])), 1));
        assertUnfit(0, Refusal.OUT_OF_RANGE, "update 0: tensor 'b' holds 32.0 at index 0",
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[3], "b", new float[] {32})), 1), good);
        assertUnfit(1, Refusal.WRONG_LAYOUT, "update 1: tensor 'b' is missing", good,
                new WeightedUpdate(TestModels.floats(Map.of("w", new float[3])), 1));
        assertUnfit(0, Refusal.MALFORMED, "update 0: a safetensors file",
                new WeightedUpdate(new MemorySource(new byte[1]), 1));
    }

    @Test
    void refusesToWriteAModelThatIsNotFinite() {
        ByteSource model = TestModels.floats(Map.of("w", new float[] {0, Float.NaN}));
        ByteSource update = TestModels.floats(Map.of("w", new float[2]));

        assertThatThrownBy(() -> aggregate(model, Trainable.ALL_FLOAT32, new WeightedUpdate(update, 1)))
                .isInstanceOf(UnfitModel.class)
                .hasMessage("the next model would hold NaN in tensor 'w' at index 1");
    }

    @Test
    void refusesAModelWithoutTheTrainableTensors() {
        assertThatThrownBy(() -> aggregate(MODEL, Trainable.of(List.of("v")), new WeightedUpdate(MODEL, 1)))
                .isInstanceOf(LayoutException.class).hasMessageContaining("'v'");
    }

    @Test
    void refusesNoUpdatesAndTooMuchWeight() {
        assertThatThrownBy(() -> aggregate(MODEL, Trainable.ALL_FLOAT32)).hasMessageContaining("between 1 and 1048576");
        WeightedUpdate half = new WeightedUpdate(MODEL, (1 << 19) + 1);
        assertThatThrownBy(() -> aggregate(MODEL, Trainable.ALL_FLOAT32, half, half))
                .hasMessageContaining("weights that sum to 1048578");
        assertThatThrownBy(() -> new WeightedUpdate(MODEL, 0)).hasMessageContaining("weight 0");
    }

    @Test
    void readsNothingAfterItFailed() {
        float[] large = new float[10_000];
        AtomicInteger reading = new AtomicInteger();
        AtomicLong reads = new AtomicLong();
        ByteSource whole = TestModels.floats(Map.of("w", large));
        ByteSource failing = new ByteSource() {
            @Override
            public long size() {
                return whole.size();
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                reading.incrementAndGet();
                try {
                    whole.read(offset, into);
                    if (reads.incrementAndGet() == 20) {
                        throw new IOException("the disk is gone");
                    }
                } finally {
                    reading.decrementAndGet();
                }
            }
        };
        AggregationInput input = new AggregationInput(whole, List.of(new WeightedUpdate(failing, 1)),
                Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            assertThatThrownBy(() -> aggregate(input, new Lanes(threads, 4, 100)))
                    .isInstanceOf(IOException.class).hasMessage("the disk is gone");
            long readsAtReturn = reads.get();
            assertThat(reading.get()).isZero();
            threads.shutdown();
            assertThat(reads.get()).isEqualTo(readsAtReturn);
        }
    }

    @Test
    void isFoundByItsRuleVersion() throws IOException {
        assertThat(AggregationRule.of("fedavg/1")).isEqualTo(new FedAvg());
        assertThatThrownBy(() -> AggregationRule.of("fedavg/2"))
                .hasMessage("unknown aggregation rule 'fedavg/2'; this program has fedavg/1");
        assertThat(AggregationRule.EMPTY_SERVER_STATE)
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(new MemorySource(new byte[0]))));
    }

    private static void assertUnfit(int index, Refusal reason, String message, WeightedUpdate... updates) {
        assertThatThrownBy(() -> aggregate(MODEL, Trainable.ALL_FLOAT32, updates))
                .isInstanceOfSatisfying(UnfitUpdate.class, e -> {
                    assertThat(e.index()).isEqualTo(index);
                    assertThat(e.refused().reason()).isEqualTo(reason);
                })
                .hasMessageStartingWith(message);
    }

    private static byte[] aggregate(ByteSource model, Trainable trainable, WeightedUpdate... updates) throws IOException {
        return aggregate(new AggregationInput(model, List.of(updates), trainable, Scales.DEFAULT, Limits.DEFAULT),
                Lanes.inCaller());
    }

    private static byte[] aggregate(AggregationInput input, Lanes lanes) throws IOException {
        MemorySink out = new MemorySink();
        new FedAvg().aggregate(input, out, lanes);
        return out.bytes();
    }

    private static byte[] bytes(ByteSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return bytes.array();
    }
}

package consort.model.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.TestModels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.update.Trainable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FedAvgPropertyTest {
    @Property(tries = 150)
    void orderThreadsAndSlicesCannotChangeABit(@ForAll Random random, @ForAll @IntRange(min = 1, max = 9) int count,
            @ForAll @IntRange(min = 1, max = 5) int lanes, @ForAll @IntRange(min = 1, max = 700) int sliceElements)
            throws IOException {
        Map<String, Integer> sizes = sizes(random);
        ByteSource model = TestModels.mixed(vectors(sizes, random), Map.of("counter", 7L));
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            updates.add(new WeightedUpdate(TestModels.floats(vectors(sizes, random)), 1 + random.nextInt(100_000)));
        }
        byte[] expected = aggregate(model, updates, Lanes.inCaller());

        Collections.shuffle(updates, random);
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            assertThat(aggregate(model, updates, new Lanes(threads, lanes, sliceElements))).isEqualTo(expected);
        }
    }

    @Property(tries = 150)
    void anUpdateOfWeightTwoCountsAsTwoUpdates(@ForAll Random random) throws IOException {
        Map<String, Integer> sizes = sizes(random);
        ByteSource model = TestModels.floats(vectors(sizes, random));
        ByteSource a = TestModels.floats(vectors(sizes, random));
        ByteSource b = TestModels.floats(vectors(sizes, random));

        byte[] once = aggregate(model, List.of(new WeightedUpdate(a, 2), new WeightedUpdate(b, 5)), Lanes.inCaller());
        byte[] twice = aggregate(model, List.of(new WeightedUpdate(a, 1), new WeightedUpdate(b, 5),
                new WeightedUpdate(a, 1)), Lanes.inCaller());

        assertThat(twice).isEqualTo(once);
    }

    private static Map<String, Integer> sizes(Random random) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            sizes.put("layer" + i, random.nextInt(800));
        }
        return sizes;
    }

    /// Values of many magnitudes below 32, some of them zeros of either sign and subnormals.
    private static Map<String, float[]> vectors(Map<String, Integer> sizes, Random random) {
        Map<String, float[]> vectors = new TreeMap<>();
        sizes.forEach((name, size) -> {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(8) == 0 ? -140 : random.nextInt(-40, 6));
            }
            vectors.put(name, values);
        });
        return vectors;
    }

    private static byte[] aggregate(ByteSource model, List<WeightedUpdate> updates, Lanes lanes) throws IOException {
        MemorySink out = new MemorySink();
        new FedAvg().aggregate(
                new AggregationInput(model, updates, Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT), out, lanes);
        return out.bytes();
    }
}

package consort.model.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import consort.model.TestModels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.update.Trainable;
import consort.model.update.UpdateForming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// With one local SGD step on batches of equal size, a round of FedAvg is one step on the joined batch.
class LargeBatchEquivalenceTest {
    private static final int FEATURES = 20;
    private static final int WORKERS = 5;
    private static final int BATCH = 16;
    private static final double RATE = 0.05;

    private record Sample(double[] x, double y) {
    }

    @Test
    void oneRoundOfOneStepIsOneLargeStep() throws IOException {
        Random random = new Random(20);
        float[] theta = new float[FEATURES];
        List<List<Sample>> batches = new ArrayList<>();
        for (int k = 0; k < WORKERS; k++) {
            batches.add(batch(random));
        }
        for (int round = 0; round < 10; round++) {
            float[] federated = federatedRound(theta, batches);
            float[] large = step(theta, batches.stream().flatMap(List::stream).toList());
            assertThat(federated).containsExactly(large, offset(1e-6f));
            theta = federated;
        }
        assertThat(theta).doesNotContain(0f);
    }

    private static float[] federatedRound(float[] theta, List<List<Sample>> batches) throws IOException {
        ByteSource model = TestModels.floats(Map.of("w", theta));
        List<WeightedUpdate> updates = new ArrayList<>();
        for (List<Sample> batch : batches) {
            MemorySink update = new MemorySink();
            UpdateForming.form(model, TestModels.floats(Map.of("w", step(theta, batch))), Trainable.ALL_FLOAT32, update,
                    Limits.DEFAULT);
            updates.add(new WeightedUpdate(new MemorySource(update.bytes()), BATCH));
        }
        MemorySink next = new MemorySink();
        new FedAvg().aggregate(
                new AggregationInput(model, updates, Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT), next,
                Lanes.inCaller());
        return TestModels.values(new MemorySource(next.bytes()), "w");
    }

    /// One gradient step of linear regression with mean squared error.
    private static float[] step(float[] theta, List<Sample> batch) {
        double[] gradient = new double[FEATURES];
        for (Sample sample : batch) {
            double error = -sample.y();
            for (int i = 0; i < FEATURES; i++) {
                error += theta[i] * sample.x()[i];
            }
            for (int i = 0; i < FEATURES; i++) {
                gradient[i] += 2 * error * sample.x()[i] / batch.size();
            }
        }
        float[] next = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            next[i] = (float) (theta[i] - RATE * gradient[i]);
        }
        return next;
    }

    private static List<Sample> batch(Random random) {
        List<Sample> batch = new ArrayList<>();
        for (int n = 0; n < BATCH; n++) {
            double[] x = random.doubles(FEATURES, -1, 1).toArray();
            double y = random.nextGaussian();
            for (int i = 0; i < FEATURES; i++) {
                y += x[i] * (i - 7) / 3.0;
            }
            batch.add(new Sample(x, y));
        }
        return batch;
    }
}

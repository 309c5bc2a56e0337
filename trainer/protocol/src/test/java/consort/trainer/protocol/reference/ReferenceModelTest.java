package consort.trainer.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.tensor.FloatTensor;
import consort.model.tensor.LayoutException;
import consort.model.tensor.MemorySource;
import consort.model.tensor.MemorySink;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceModelTest {

    @Test
    void isTheSameOnEveryMachine() throws Exception {
        byte[] model = ReferenceModel.initial(7, 64);
        assertThat(sha256(model)).isEqualTo("cc4983077b379cb368c0f95e62466be0bed3fa573419f167091c1a0a0d0b4fce");
        assertThat(sha256(ReferenceModel.trained(model, 12345, 10))).isEqualTo("d04a076ece46637253fa925cc7c1fdc309de1563b1478e6f3b4a7cdc2e2518f1");
        assertThat(ReferenceModel.evaluate(new MemorySource(model))).isEqualTo(new ReferenceModel.Quality(575_582, 125_000));
    }

    @Test
    void hasTheSizeAskedFor() throws IOException {
        assertThat(FloatTensor.decode(new MemorySource(ReferenceModel.initial(7, 1_000_000))))
                .hasEntrySatisfying("bias", tensor -> assertThat(tensor.values()).hasSize(2))
                .hasEntrySatisfying("weight", tensor -> assertThat(tensor.values()).hasSize(249_998));
    }

    @Test
    void anAverageOverSeedsIsBetterThanOneAlone() throws IOException {
        byte[] model = ReferenceModel.initial(7, 4000);
        var alone = ReferenceModel.evaluate(new MemorySource(ReferenceModel.trained(model, 1, 30)));
        var sum = new TreeMap<String, float[]>();
        for (int seed = 1; seed <= 8; seed++) {
            var trained = FloatTensor.decode(new MemorySource(ReferenceModel.trained(model, seed, 30)));
            trained.forEach((name, tensor) -> {
                float[] total = sum.computeIfAbsent(name, _ -> new float[tensor.values().length]);
                for (int i = 0; i < total.length; i++) {
                    total[i] += tensor.values()[i] / 8;
                }
            });
        }
        var average = new TreeMap<String, FloatTensor>();
        sum.forEach((name, values) -> average.put(name, FloatTensor.of(values)));
        var together = ReferenceModel.evaluate(new MemorySource(FloatTensor.encode(average)));
        assertThat(together.accuracyMillionths()).isGreaterThan(alone.accuracyMillionths());
        assertThat(together.lossMillionths()).isLessThan(alone.lossMillionths() / 4);
    }

    @Test
    void refusesOtherTensors() {
        byte[] other = FloatTensor.encode(Map.of("bias", FloatTensor.of(1f, 2f), "weights", FloatTensor.of(1f)));
        assertThatThrownBy(() -> ReferenceModel.train(new MemorySource(other), 1, 1, new MemorySink()))
                .isInstanceOf(LayoutException.class).hasMessageContaining("weight");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

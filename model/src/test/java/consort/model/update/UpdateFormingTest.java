package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.TestModels;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdateFormingTest {
    private static final float[] NONE = {};

    @Test
    void isTheModelMinusWhatTrainingMadeOfIt() throws IOException {
        ByteSource base = TestModels.floats(Map.of("w", new float[] {1, 2, 3}, "b", new float[] {0.1f}));
        ByteSource trained = TestModels.floats(Map.of("w", new float[] {1.5f, 2, -3}, "b", new float[] {0.3f}));

        assertThat(form(base, trained, Trainable.ALL_FLOAT32)).isEqualTo(FloatTensor.encode(
                Map.of("w", FloatTensor.of(-0.5f, 0, 6), "b", FloatTensor.of(0.1f - 0.3f))));
    }

    @Test
    void holdsExactlyTheTrainableTensors() throws IOException {
        ByteSource base = TestModels.mixed(Map.of("w", new float[] {1}, "frozen", new float[] {1}), Map.of("n", 3L));
        ByteSource trained = TestModels.mixed(Map.of("w", new float[] {2}, "frozen", new float[] {9}), Map.of("n", 8L));
        ByteSource partOnly = TestModels.floats(Map.of("w", new float[] {2}));
        Trainable w = Trainable.of(List.of("w"));

        byte[] expected = FloatTensor.encode(Map.of("w", FloatTensor.of(-1)));
        assertThat(form(base, trained, w)).isEqualTo(expected);
        assertThat(form(base, partOnly, w)).isEqualTo(expected);
    }

    @Test
    void subtractsTensorsLargerThanOneBlock() throws IOException {
        int elements = (1 << 18) * 2 + 3;
        float[] before = new float[elements];
        float[] after = new float[elements];
        Random random = new Random(1);
        float[] expected = new float[elements];
        for (int i = 0; i < elements; i++) {
            before[i] = random.nextFloat();
            after[i] = random.nextFloat();
            expected[i] = before[i] - after[i];
        }

        byte[] update = form(TestModels.floats(Map.of("w", before)), TestModels.floats(Map.of("w", after)),
                Trainable.ALL_FLOAT32);

        assertThat(TestModels.values(new MemorySource(update), "w")).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsNoModelOfTheRun() {
        ByteSource base = TestModels.floats(Map.of("w", new float[] {1, 2}));

        assertRefused(base, TestModels.floats(Map.of("w", new float[] {1})),
                "tensor 'w' is F32 [1] where F32 [2] is expected");
        assertRefused(base, TestModels.floats(Map.of()), "tensor 'w' is missing");
        assertRefused(base, TestModels.floats(Map.of("w", new float[] {1, 2}, "x", NONE)),
                "tensor 'x' is not expected");
        assertThatThrownBy(() -> form(base, new MemorySource(new byte[3]), Trainable.ALL_FLOAT32))
                .isInstanceOf(TensorFormatException.class);
    }

    private static void assertRefused(ByteSource base, ByteSource trained, String difference) {
        assertThatThrownBy(() -> form(base, trained, Trainable.ALL_FLOAT32)).isInstanceOf(LayoutException.class)
                .hasMessage("the trainer returned the wrong tensors: " + difference);
    }

    private static byte[] form(ByteSource base, ByteSource trained, Trainable trainable) throws IOException {
        MemorySink out = new MemorySink();
        UpdateForming.form(base, trained, trainable, out, Limits.DEFAULT);
        return out.bytes();
    }
}

package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.TestModels;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
    private static final Trainable W = Trainable.of(List.of("w"));

    @Test
    void takesAModelWhoseTrainableTensorsAreFinite() throws IOException {
        ByteSource model = TestModels.mixed(
                Map.of("w", new float[] {Float.MAX_VALUE, -0f}, "frozen", new float[] {Float.NaN}), Map.of("n", 3L));

        assertThat(ModelCheck.problem(model, W, Limits.DEFAULT)).isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(ModelCheck.problem(TestModels.floats(Map.of("w", new float[] {0, Float.NaN})), W, Limits.DEFAULT))
                .hasValue("tensor 'w' holds NaN at index 1");
        assertThat(ModelCheck.problem(TestModels.floats(Map.of("v", new float[] {0})), W, Limits.DEFAULT))
                .hasValue("trainable tensor 'w' is not in the model");
        assertThat(ModelCheck.problem(TestModels.floats(Map.of("w", new float[0])), W, Limits.DEFAULT))
                .hasValue("the trainable tensors have no elements, so nothing can train");
        assertThat(ModelCheck.problem(new MemorySource(new byte[0]), W, Limits.DEFAULT))
                .hasValue("a safetensors file has at least 8 bytes, this one has 0");
    }
}

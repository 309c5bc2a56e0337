package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.tensor.FloatTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitialModelTest {

    @Test
    void drawsEveryTensorWithinTheBoundOfItsLayer() {
        Map<String, FloatTensor> model = InitialModel.draw(Network.FASHION_CNN, 7);
        assertThat(model.keySet()).containsExactlyInAnyOrder("conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias",
                "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
        assertWithin(model.get("conv1.weight"), 1 / Math.sqrt(9));
        assertWithin(model.get("conv2.bias"), 1 / Math.sqrt(72));
        assertWithin(model.get("fc1.weight"), 1 / Math.sqrt(784));
        assertWithin(model.get("fc2.bias"), 1 / Math.sqrt(64));
    }

    @Test
    void dependsOnTheSeedAndOnNothingElse() {
        byte[] one = FloatTensor.encode(InitialModel.draw(Network.DIGITS_MLP, 7));
        assertThat(FloatTensor.encode(InitialModel.draw(Network.DIGITS_MLP, 7))).isEqualTo(one);
        assertThat(FloatTensor.encode(InitialModel.draw(Network.DIGITS_MLP, 8))).isNotEqualTo(one);
    }

    private static void assertWithin(FloatTensor tensor, double bound) {
        float largest = 0;
        for (float value : tensor.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isLessThanOrEqualTo((float) bound).isGreaterThan((float) bound / 2);
    }
}

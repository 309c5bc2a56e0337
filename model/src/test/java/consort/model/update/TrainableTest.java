package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.tensor.DType;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Shape;
import consort.model.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainableTest {
    private static final Layout MODEL = Layout.of(Map.of("w", TensorType.float32(2), "b", TensorType.float32(1),
            "half", new TensorType(DType.BF16, Shape.of(1)), "batches", new TensorType(DType.I64, Shape.of())));

    @Test
    void everyFloat32TensorTrainsIfTheJobListsNone() throws LayoutException {
        assertThat(Trainable.of(List.of()).select(MODEL).names()).containsExactly("b", "w");
    }

    @Test
    void onlyListedTensorsTrain() throws LayoutException {
        assertThat(Trainable.of(List.of("w")).select(MODEL)).isEqualTo(Layout.of(Map.of("w", TensorType.float32(2))));
    }

    @Test
    void refusesTensorsThatCannotTrain() {
        assertRefused(Trainable.of(List.of("w", "v")), MODEL, "trainable tensor 'v' is not in the model");
        assertRefused(Trainable.of(List.of("half")), MODEL, "trainable tensor 'half' is BF16 [1]; only F32 can train");
        assertRefused(Trainable.ALL_FLOAT32, MODEL.only(DType.I64), "the model has no F32 tensor, so nothing can train");
    }

    private static void assertRefused(Trainable trainable, Layout model, String message) {
        assertThatThrownBy(() -> trainable.select(model)).isInstanceOf(LayoutException.class).hasMessage(message);
    }
}

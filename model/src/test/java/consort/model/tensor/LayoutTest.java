package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final Layout EXPECTED = Layout.of(
            Map.of("fc.bias", TensorType.float32(4), "fc.weight", TensorType.float32(4, 3)));

    @Test
    void equalLayoutsDoNotDiffer() {
        assertThat(Layout.of(EXPECTED.tensors()).differenceFrom(EXPECTED)).isEmpty();
        assertThat(Layout.of(EXPECTED.tensors())).isEqualTo(EXPECTED);
    }

    @Test
    void namesTheMissingTensor() {
        assertThat(EXPECTED.only(Set.of("fc.bias")).differenceFrom(EXPECTED)).hasValue("tensor 'fc.weight' is missing");
    }

    @Test
    void namesTheExtraTensor() {
        assertThat(EXPECTED.differenceFrom(EXPECTED.only(Set.of("fc.bias"))))
                .hasValue("tensor 'fc.weight' is not expected");
    }

    @Test
    void namesTheTensorOfAnotherShapeOrType() {
        Layout transposed = Layout.of(Map.of("fc.bias", TensorType.float32(4), "fc.weight", TensorType.float32(3, 4)));
        Layout half = Layout.of(
                Map.of("fc.bias", new TensorType(DType.F16, Shape.of(4)), "fc.weight", TensorType.float32(4, 3)));

        assertThat(transposed.differenceFrom(EXPECTED))
                .hasValue("tensor 'fc.weight' is F32 [3, 4] where F32 [4, 3] is expected");
        assertThat(half.differenceFrom(EXPECTED)).hasValue("tensor 'fc.bias' is F16 [4] where F32 [4] is expected");
    }

    @Test
    void countsElementsAndBytes() {
        Layout mixed = Layout.of(Map.of("a", TensorType.float32(2, 3), "b", new TensorType(DType.I64, Shape.of())));

        assertThat(mixed.elements()).isEqualTo(7);
        assertThat(mixed.dataBytes()).isEqualTo(32);
        assertThat(mixed.only(DType.I64).names()).containsExactly("b");
    }

    @Test
    void refusesToReadATensorThatIsNotThere() {
        assertThatThrownBy(() -> EXPECTED.type("fc.wieght")).hasMessage("no tensor 'fc.wieght'");
    }
}

package consort.model.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.TensorType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalesTest {
    @Test
    void takesMagnitudesBelow32ByDefault() {
        assertThat(Scales.DEFAULT.shift("any")).isEqualTo(38);
        assertThat(Scales.DEFAULT.limit("any")).isEqualTo(32f);
    }

    @Test
    void givesATensorItsOwnScale() {
        Scales scales = Scales.of(38, Map.of("bn.running_var", 20));

        assertThat(scales.limit("bn.running_var")).isEqualTo(8_388_608f);
        assertThat(scales.limit("bn.running_mean")).isEqualTo(32f);
    }

    @Test
    void refusesScalesOutsideTheirRange() {
        assertThatThrownBy(() -> Scales.of(61, Map.of())).hasMessage("the default scale is 61, not between 0 and 60");
        assertThatThrownBy(() -> Scales.of(38, Map.of("w", -1)))
                .hasMessage("the scale of tensor 'w' is -1, not between 0 and 60");
    }

    @Test
    void refusesAScaleForATensorThatIsNotSummed() throws LayoutException {
        Layout layout = Layout.of(Map.of("w", TensorType.float32(1)));
        Scales.of(38, Map.of("w", 30)).requireNamesIn(layout);

        assertThatThrownBy(() -> Scales.of(38, Map.of("v", 30)).requireNamesIn(layout))
                .isInstanceOf(LayoutException.class).hasMessage("a scale is set for 'v', which is no trainable tensor");
    }
}

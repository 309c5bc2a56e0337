package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.TestModels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Layout;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorType;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateCheckTest {
    private static final Layout LAYOUT = Layout.of(Map.of("b", TensorType.float32(2), "w", TensorType.float32(70_000)));

    @Test
    void acceptsAGoodUpdateAndStatesItsNormRoundedUp() throws IOException {
        assertThat(check(update(3, 4, 69_999), UpdateRules.NO_NORM_LIMIT)).isEqualTo(new Verdict.Accepted(5_000_000));
        assertThat(check(update(1, 1, 0), UpdateRules.NO_NORM_LIMIT)).isEqualTo(new Verdict.Accepted(1_414_214));
        assertThat(check(update(Float.MIN_VALUE, -0f, 0), 1)).isEqualTo(new Verdict.Accepted(1));
        assertThat(check(update(0, -0f, 0), 1)).isEqualTo(new Verdict.Accepted(0));
    }

    @Test
    void addsSquaresInBlocksOf4096InTheOrderOfElements() throws IOException {
        float[] values = new float[70_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.scalb(1.0 + i % 97, -i % 13);
        }
        double sum = 0;
        for (int from = 0; from < values.length; from += 4096) {
            double block = 0;
            for (int i = from; i < Math.min(from + 4096, values.length); i++) {
                block += (double) values[i] * (double) values[i];
            }
            sum += block;
        }

        ByteSource update = TestModels.floats(Map.of("b", new float[2], "w", values));
        Verdict verdict = UpdateCheck.check(update,
                new UpdateRules(LAYOUT, Scales.of(20, Map.of()), UpdateRules.NO_NORM_LIMIT, Limits.DEFAULT));

        assertThat(verdict).isEqualTo(new Verdict.Accepted((long) Math.ceil(Math.sqrt(sum) * 1e6)));
    }

    @Test
    void refusesANormAboveTheLimitAndTakesTheLimitItself() throws IOException {
        assertThat(check(update(3, 4, 0), 5_000_000)).isEqualTo(new Verdict.Accepted(5_000_000));
        assertThat(check(update(3, 4, 0), 4_999_999)).isEqualTo(new Verdict.Refused(Refusal.NORM_TOO_LARGE,
                "the update's norm is 5.000000; the job takes at most 4.999999"));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesWhatIsNotFinite(float bad) throws IOException {
        assertThat(check(update(0, bad, 69_999), 1)).isEqualTo(
                new Verdict.Refused(Refusal.NOT_FINITE, "tensor 'w' holds " + bad + " at index 69999"));
    }

    @Test
    void refusesTheFirstValueBeyondTheScaleOfItsTensor() throws IOException {
        assertThat(check(update(0, -32f, 65_536), 1)).isEqualTo(new Verdict.Refused(Refusal.OUT_OF_RANGE,
                "tensor 'w' holds -32.0 at index 65536; its scale takes magnitudes below 32.0"));
        assertThat(check(update(0, Math.nextDown(32f), 65_536), UpdateRules.NO_NORM_LIMIT))
                .isEqualTo(new Verdict.Accepted(31_999_999));
        assertThat(check(update(64, Float.NaN, 0), 1)).isEqualTo(new Verdict.Refused(Refusal.OUT_OF_RANGE,
                "tensor 'b' holds 64.0 at index 1; its scale takes magnitudes below 32.0"));
    }

    @Test
    void refusesAnotherLayoutAndWhatIsNoFile() throws IOException {
        assertThat(check(TestModels.floats(Map.of("b", new float[2])), 1))
                .isEqualTo(new Verdict.Refused(Refusal.WRONG_LAYOUT, "tensor 'w' is missing"));
        assertThat(check(new MemorySource(new byte[4]), 1)).isEqualTo(new Verdict.Refused(Refusal.MALFORMED,
                "a safetensors file has at least 8 bytes, this one has 4"));
    }

    @Test
    void codesAreThoseOfTheLedger() {
        assertThat(Refusal.values()).extracting(Refusal::code)
                .containsExactly("malformed", "wrong-layout", "not-finite", "out-of-range", "norm-too-large");
    }

    /// An update of zeros but for the second element of `b` and the given element of `w`.
    private static ByteSource update(float inB, float inW, int index) {
        float[] w = new float[70_000];
        w[index] = inW;
        return TestModels.floats(Map.of("b", new float[] {0, inB}, "w", w));
    }

    private static Verdict check(ByteSource update, long maxNormMillionths) throws IOException {
        return UpdateCheck.check(update, new UpdateRules(LAYOUT, Scales.DEFAULT, maxNormMillionths, Limits.DEFAULT));
    }
}

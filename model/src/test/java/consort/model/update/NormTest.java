package consort.model.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormTest {
    /// Elements so large that the last bits of the sum show in the millionths.
    private static final float MAGNITUDE = 3e7f;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 3 * 4096, 16_384, 16_385, 65_535, 65_536})
    void addsBlocksInOrderAndTheElementsOfEachInOrder(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * MAGNITUDE;
        }
        Norm norm = new Norm();
        norm.add(values, count);
        norm.add(values, count);

        double sum = 0;
        for (int turn = 0; turn < 2; turn++) {
            for (int from = 0; from < count; from += Norm.BLOCK_ELEMENTS) {
                double block = 0;
                for (int i = from; i < Math.min(count, from + Norm.BLOCK_ELEMENTS); i++) {
                    block += (double) values[i] * values[i];
                }
                sum += block;
            }
        }
        assertThat(norm.millionths()).isEqualTo((long) Math.ceil(Math.sqrt(sum) * 1e6));
    }
}

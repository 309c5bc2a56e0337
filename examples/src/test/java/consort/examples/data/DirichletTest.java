package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirichletTest {

    private static final int DRAWS = 200_000;

    /** A gamma variate of shape a has mean a and variance a; 200,000 draws are within 2 % of both, seed given. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2.5, 9})
    void gammaHasItsMeanAndVariance(double alpha) {
        SplittableRandom random = new SplittableRandom(11);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = Dirichlet.gamma(alpha, random);
            sum += x;
            squares += x * x;
        }
        double mean = sum / DRAWS;
        assertThat(mean).as("mean, seed 11").isCloseTo(alpha, within(0.02 * alpha));
        assertThat(squares / DRAWS - mean * mean).as("variance, seed 11").isCloseTo(alpha, within(0.02 * alpha));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.5, 100})
    void sharesSumToOne(double alpha) {
        for (long seed = 0; seed < 200; seed++) {
            double[] shares = Dirichlet.sample(alpha, 4, new SplittableRandom(seed));
            assertThat(Arrays.stream(shares).sum()).as("seed %d", seed).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(shares)).as("seed %d", seed).allMatch(share -> share >= 0 && share <= 1);
        }
    }

    @Test
    void aSmallAlphaIsMoreUnevenThanALargeOne() {
        assertThat(meanLargestShare(0.5)).isGreaterThan(meanLargestShare(5) + 0.1);
    }

    @Test
    void refusesAnAlphaOfZero() {
        assertThatThrownBy(() -> Dirichlet.sample(0, 4, new SplittableRandom(1))).hasMessageContaining("alpha");
    }

    private static double meanLargestShare(double alpha) {
        SplittableRandom random = new SplittableRandom(3);
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += Arrays.stream(Dirichlet.sample(alpha, 4, random)).max().orElseThrow();
        }
        return sum / 1000;
    }
}

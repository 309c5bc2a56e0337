package consort.examples.data;

import java.util.random.RandomGenerator;

/**
 * The symmetric Dirichlet distribution, from gamma variates: G. Marsaglia, W. W. Tsang, <em>A Simple Method for
 * Generating Gamma Variables</em>, ACM TOMS 26 (2000), with the boost {@code gamma(a) = gamma(a + 1) U^(1/a)} for a &lt; 1.
 *
 * <p>The sampler is our own so that a seed gives the same split on every JDK: {@code java.util.random} leaves the
 * algorithm of {@code nextGaussian} open, hence the polar method here, and {@link StrictMath} throughout.
 */
final class Dirichlet {

    private Dirichlet() {}

    /** {@code parts} shares that sum to 1, each from 0 to 1; the smaller {@code alpha}, the more uneven. */
    static double[] sample(double alpha, int parts, RandomGenerator random) {
        double[] shares = new double[parts];
        double sum = 0;
        // With a tiny alpha all variates can underflow to 0: draw again.
        while (!(sum > 0)) {
            sum = 0;
            for (int i = 0; i < parts; i++) {
                shares[i] = gamma(alpha, random);
                sum += shares[i];
            }
        }
        for (int i = 0; i < parts; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** A gamma variate of shape {@code alpha} and scale 1. */
    static double gamma(double alpha, RandomGenerator random) {
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("alpha " + alpha + " is not above 0");
        }
        if (alpha < 1) {
            return gamma(alpha + 1, random) * StrictMath.pow(openUniform(random), 1 / alpha);
        }
        double d = alpha - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian(random);
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            if (StrictMath.log(openUniform(random)) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }

    /** Marsaglia's polar method; its second variate is not kept. */
    private static double gaussian(RandomGenerator random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    private static double openUniform(RandomGenerator random) {
        return 1 - random.nextDouble();
    }
}

package consort.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measured values, and what is said of them. */
public final class Figures {

    private final double[] sorted;

    private Figures(double[] sorted) {
        this.sorted = sorted;
    }

    /** At least one. */
    public static Figures of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Figures(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    /** One of each. */
    public static <T> Figures of(List<T> measured, ToDoubleFunction<T> value) {
        return of(measured.stream().map(value::applyAsDouble).toList());
    }

    /** The value at or below which so many percent lie (nearest rank). */
    public double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }

    public double median() {
        return percentile(50);
    }

    public double sum() {
        return Arrays.stream(sorted).sum();
    }

    /** Median, and in brackets the least and the greatest. */
    public String spread(String unit) {
        return String.format(Locale.ROOT, "%.2f %s (%.2f to %.2f, %d runs)", median(), unit, sorted[0], sorted[sorted.length - 1],
                sorted.length);
    }
}

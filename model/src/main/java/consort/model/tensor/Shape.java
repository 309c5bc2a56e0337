package consort.model.tensor;

import java.util.Arrays;
import java.util.List;

/// The dimensions of a tensor, outermost first; no dimensions make a scalar.
///
/// @param dims each 0 or more; their product fits a `long`
public record Shape(List<Long> dims) {
    /// @throws IllegalArgumentException if a dimension is negative or the number of elements overflows
    public Shape {
        dims = List.copyOf(dims);
        product(dims);
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    /// The number of elements; 1 for a scalar.
    public long elements() {
        return product(dims);
    }

    private static long product(List<Long> dims) {
        long elements = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("shape " + dims + " has the negative dimension " + dim);
            }
            try {
                elements = Math.multiplyExact(elements, dim);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("shape " + dims + " has more than 2^63 - 1 elements", e);
            }
        }
        return elements;
    }

    @Override
    public String toString() {
        return dims.toString();
    }
}

package consort.model.tensor;

/// What a tensor is, without where it stands and what it holds.
public record TensorType(DType dtype, Shape shape) {
    /// @throws IllegalArgumentException if the size in bytes overflows a `long`
    public TensorType {
        if (shape.elements() > Long.MAX_VALUE / dtype.bytes()) {
            throw new IllegalArgumentException("shape " + shape + " of " + dtype + " has more than 2^63 - 1 bytes");
        }
    }

    public static TensorType float32(long... dims) {
        return new TensorType(DType.F32, Shape.of(dims));
    }

    public long elements() {
        return shape.elements();
    }

    /// Bytes of all elements.
    public long bytes() {
        return shape.elements() * dtype.bytes();
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}

package consort.model.tensor;

/// A tensor of a file.
///
/// @param offset where its data begins, in bytes from the start of the file
public record TensorInfo(TensorType type, long offset) {
    public DType dtype() {
        return type.dtype();
    }

    public Shape shape() {
        return type.shape();
    }

    public long elements() {
        return type.elements();
    }

    /// Bytes of its data.
    public long bytes() {
        return type.bytes();
    }
}

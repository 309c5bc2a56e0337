package consort.model.tensor;

/// What a reader takes from a file it does not trust. They bound the memory a header can cost, not the size of the data.
///
/// @param maxHeaderBytes of the JSON header
/// @param maxTensors in one file
/// @param maxNameBytes of one name in UTF-8
/// @param maxRank dimensions of one tensor
public record Limits(int maxHeaderBytes, int maxTensors, int maxNameBytes, int maxRank) {
    /// 8 MiB, 32,768 tensors, names up to 512 bytes, 8 dimensions.
    public static final Limits DEFAULT = new Limits(8 << 20, 32_768, 512, 8);

    public Limits {
        if (maxHeaderBytes < 2 || maxTensors < 0 || maxNameBytes < 0 || maxRank < 0) {
            throw new IllegalArgumentException("limits must not be negative, and a header has at least 2 bytes");
        }
    }
}

package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that can be read at any offset: a file, a blob in memory.
///
/// Implementations must allow concurrent reads. They need not notice that the bytes change while they are read.
public interface ByteSource {
    /// The number of bytes, fixed for the life of the source.
    long size();

    /// Fills `into` from its position to its limit with the bytes from `offset` on.
    ///
    /// @throws java.io.EOFException if the range reaches beyond the end; the content of `into` is then undefined
    /// @throws IOException if the bytes cannot be read
    void read(long offset, ByteBuffer into) throws IOException;
}

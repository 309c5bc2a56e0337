package consort.model.tensor;

import java.io.EOFException;
import java.nio.ByteBuffer;

/// An array as a [ByteSource].
public final class MemorySource implements ByteSource {
    private final byte[] bytes;

    /// Keeps `bytes` without a copy; they must not change afterwards.
    public MemorySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws EOFException {
        Ranges.check(offset, into.remaining(), bytes.length);
        into.put(bytes, (int) offset, into.remaining());
    }
}

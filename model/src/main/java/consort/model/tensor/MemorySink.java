package consort.model.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Collects what is written in memory.
public final class MemorySink implements ByteSink {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        collected.writeBytes(bytes);
    }

    /// A copy of everything written so far.
    public byte[] bytes() {
        return collected.toByteArray();
    }
}

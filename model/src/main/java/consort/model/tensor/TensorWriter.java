package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes one canonical file: the header at once, then the data of each tensor in the order of names, in any number of
/// parts.
public final class TensorWriter {
    private final ByteSink sink;
    private final Layout layout;
    private final Deque<String> pending = new ArrayDeque<>();
    private long missingBytes;

    /// Writes the header.
    ///
    /// @throws IllegalArgumentException if the layout holds a name that no file can hold
    public TensorWriter(ByteSink sink, Layout layout) throws IOException {
        this.sink = sink;
        this.layout = layout;
        layout.tensors().forEach((name, type) -> {
            if (type.bytes() > 0) {
                pending.add(name);
            }
        });
        beginNext();
        sink.write(ByteBuffer.wrap(HeaderWriter.encode(layout)));
    }

    /// Writes the next part of the raw little-endian data of `name`, from the position of `part` to its limit.
    ///
    /// @throws IllegalStateException if it is not this tensor's turn or the part is longer than what it lacks
    public void write(String name, ByteBuffer part) throws IOException {
        if (!part.hasRemaining()) {
            return;
        }
        if (!name.equals(pending.peek()) || part.remaining() > missingBytes) {
            throw new IllegalStateException(part.remaining() + " bytes of tensor " + Names.quoted(name) + " where "
                    + (pending.isEmpty() ? "nothing is" : missingBytes + " of " + Names.quoted(pending.peek()) + " are")
                    + " due");
        }
        missingBytes -= part.remaining();
        sink.write(part);
        if (missingBytes == 0) {
            pending.remove();
            beginNext();
        }
    }

    /// Confirms that every tensor was written in full. Does not close the sink.
    ///
    /// @throws IllegalStateException if data is missing
    public void finish() {
        if (!pending.isEmpty()) {
            throw new IllegalStateException(missingBytes + " bytes of tensor " + Names.quoted(pending.peek())
                    + " were never written");
        }
    }

    private void beginNext() {
        missingBytes = pending.isEmpty() ? 0 : layout.type(pending.peek()).bytes();
    }
}

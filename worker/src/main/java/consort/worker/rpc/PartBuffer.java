package consort.worker.rpc;

import consort.model.tensor.ByteSource;
import consort.proto.wire.Outgoing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Parts of what is uploaded, read when the transport takes them: one buffer for all of them. */
final class PartBuffer {

    private final ByteSource source;
    private byte[] buffer = new byte[0];
    private Optional<IOException> failure = Optional.empty();

    PartBuffer(ByteSource source) {
        this.source = source;
    }

    Outgoing part(long offset, int length) {
        return Outgoing.part(length, out -> write(offset, length, out));
    }

    private synchronized void write(long offset, int length, OutputStream out) throws IOException {
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        try {
            source.read(offset, ByteBuffer.wrap(buffer, 0, length));
        } catch (IOException unreadable) {
            failure = Optional.of(unreadable);
            throw unreadable;
        }
        out.write(buffer, 0, length);
    }

    /** Throws what kept a part from being read, if anything did: whoever called for the part does not pass it on. */
    synchronized void requireReadable() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}

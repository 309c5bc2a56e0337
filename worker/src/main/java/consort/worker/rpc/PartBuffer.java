package consort.worker.rpc;

import consort.model.tensor.ByteSource;
import consort.proto.wire.Outgoing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Parts of what is uploaded, read piece by piece when the transport takes them. */
final class PartBuffer {

    /** What is read at once: short enough that it is still in the core's cache when it is copied to the transport. */
    private static final int PIECE_BYTES = 64 << 10;

    private final ByteSource source;
    private final byte[] piece = new byte[PIECE_BYTES];
    private Optional<IOException> failure = Optional.empty();

    PartBuffer(ByteSource source) {
        this.source = source;
    }

    Outgoing part(long offset, int length) {
        return Outgoing.part(length, out -> write(offset, length, out));
    }

    private synchronized void write(long offset, int length, OutputStream out) throws IOException {
        for (int at = 0; at < length; at += PIECE_BYTES) {
            int bytes = Math.min(PIECE_BYTES, length - at);
            read(offset + at, ByteBuffer.wrap(piece, 0, bytes));
            out.write(piece, 0, bytes);
        }
    }

    private void read(long at, ByteBuffer into) throws IOException {
        try {
            source.read(at, into);
        } catch (IOException unreadable) {
            failure = Optional.of(unreadable);
            throw unreadable;
        }
    }

    /** Throws what kept a part from being read, if anything did: whoever called for the part does not pass it on. */
    synchronized void requireReadable() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}

package consort.proto.wire;

import com.google.protobuf.ByteString;
import consort.proto.StoreHeader;
import io.grpc.HasByteBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A {@link consort.proto.Chunk} or {@link consort.proto.StorePart} that came. It may hold the transport's buffers: whoever gets it closes it.
 * For one thread at a time.
 */
public final class Incoming implements Encoded, AutoCloseable {

    /** For {@link #drainTo(ByteBuffer, Sink)} to a file: in pieces of this size a kernel writes with least work. */
    public static final int GATHERED_BYTES = 256 << 10;

    private static final int COPY_BYTES = 16 << 10;

    /** Takes bytes, piece by piece. */
    @FunctionalInterface
    public interface Sink<E extends Exception> {

        /** @param piece all of it is to be taken; not to be kept after the return */
        void take(ByteBuffer piece) throws IOException, E;
    }

    private final int encodedBytes;
    private final Optional<StoreHeader> header;
    private final int bytes;
    private final Content content;

    private sealed interface Content {
    }

    private record Parsed(ByteString bytes) implements Content {
    }

    /** @param stream at the first of the bytes, which are its last */
    private record Buffers(InputStream stream) implements Content {
    }

    private Incoming(int encodedBytes, Optional<StoreHeader> header, int bytes, Content content) {
        this.encodedBytes = encodedBytes;
        this.header = header;
        this.bytes = bytes;
        this.content = content;
    }

    static Incoming parsed(int encodedBytes, Optional<StoreHeader> header, ByteString bytes) {
        return new Incoming(encodedBytes, header, bytes.size(), new Parsed(bytes));
    }

    /** @param stream owned by this from now on; has exactly so many bytes */
    static Incoming buffers(int encodedBytes, int bytes, InputStream stream) {
        return new Incoming(encodedBytes, Optional.empty(), bytes, new Buffers(stream));
    }

    @Override
    public int encodedBytes() {
        return encodedBytes;
    }

    /** Of the first part of an upload. */
    public Optional<StoreHeader> header() {
        return header;
    }

    /** How many bytes it carries. */
    public int bytes() {
        return bytes;
    }

    /** Hands out the bytes, once. */
    public <E extends Exception> void drainTo(Sink<E> sink) throws IOException, E {
        switch (content) {
            case Parsed(ByteString parsed) -> {
                for (ByteBuffer piece : parsed.asReadOnlyByteBufferList()) {
                    sink.take(piece);
                }
            }
            case Buffers(InputStream stream) when stream instanceof HasByteBuffer direct && direct.byteBufferSupported() ->
                    drain(stream, direct, sink);
            case Buffers(InputStream stream) -> copy(stream, bytes, sink);
        }
    }

    /**
     * Hands out the bytes, once, each piece but the last as long as {@code scratch}: the transport's pieces are short and of any length,
     * and to write each by itself costs more than to copy them.
     *
     * @param scratch whose content is lost
     */
    public <E extends Exception> void drainTo(ByteBuffer scratch, Sink<E> sink) throws IOException, E {
        scratch.clear();
        this.<E>drainTo(piece -> {
            while (piece.hasRemaining()) {
                int length = Math.min(piece.remaining(), scratch.remaining());
                scratch.put(scratch.position(), piece, piece.position(), length).position(scratch.position() + length);
                piece.position(piece.position() + length);
                if (!scratch.hasRemaining()) {
                    sink.take(scratch.flip());
                    scratch.clear();
                }
            }
        });
        if (scratch.flip().hasRemaining()) {
            sink.take(scratch);
        }
    }

    private <E extends Exception> void drain(InputStream stream, HasByteBuffer direct, Sink<E> sink) throws IOException, E {
        for (int left = bytes; left > 0; ) {
            ByteBuffer piece = direct.getByteBuffer();
            int length = piece == null ? 0 : piece.remaining();
            if (length == 0) {
                // A piece of no bytes, as an empty frame makes one, hides those after it; what copies passes over it.
                copy(stream, left, sink);
                return;
            }
            if (length > left) {
                throw new EOFException("a message of " + bytes + " bytes has " + length + " where " + left + " are left");
            }
            sink.take(piece);
            if (stream.skip(length) != length) {
                throw new EOFException("a message ended before its " + bytes + " bytes");
            }
            left -= length;
        }
    }

    private <E extends Exception> void copy(InputStream stream, int count, Sink<E> sink) throws IOException, E {
        byte[] piece = new byte[Math.min(COPY_BYTES, count)];
        for (int left = count; left > 0; ) {
            int length = stream.read(piece, 0, Math.min(piece.length, left));
            if (length < 1) {
                throw new EOFException("a message ended before its " + bytes + " bytes");
            }
            sink.take(ByteBuffer.wrap(piece, 0, length));
            left -= length;
        }
    }

    /** Gives back the transport's buffers. */
    @Override
    public void close() {
        if (content instanceof Buffers(InputStream stream)) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

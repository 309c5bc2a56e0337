package consort.proto.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import consort.proto.Chunk;
import consort.proto.StorePart;
import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the bytes in a message. One that is nothing but the field of the bytes, up to the end, is taken as it lies in the transport's
 * buffers. Any other (a header, unknown fields, a length that does not reach the end, no length known) goes to protobuf's parser, so
 * that a message means here what it means everywhere. gRPC has bounded its length by then.
 */
final class IncomingParser {

    /** A tag below 16, and the length of a message that fits an int. */
    private static final int MAX_PREFIX = 1 + 5;
    private static final int MORE = 0x80;
    private static final int SEVEN_BITS = 0x7f;
    private static final int BITS = 7;

    /** What protobuf makes of the whole message. */
    @FunctionalInterface
    private interface Whole {
        Incoming parse(byte[] message) throws InvalidProtocolBufferException;
    }

    private final int tag;
    private final Whole whole;

    private IncomingParser(int field, Whole whole) {
        this.tag = field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        this.whole = whole;
    }

    static IncomingParser ofChunks() {
        return new IncomingParser(Chunk.DATA_FIELD_NUMBER, message ->
                Incoming.parsed(message.length, Optional.empty(), Chunk.parseFrom(message).getData()));
    }

    static IncomingParser ofParts() {
        return new IncomingParser(StorePart.DATA_FIELD_NUMBER, message -> {
            StorePart part = StorePart.parseFrom(message);
            return Incoming.parsed(message.length, part.hasHeader() ? Optional.of(part.getHeader()) : Optional.empty(), part.getData());
        });
    }

    /**
     * @throws InvalidProtocolBufferException when it is no such message
     * @throws IOException when {@code message} cannot be read
     */
    Incoming parse(InputStream message) throws IOException {
        int total = message.available();
        byte[] prefix = new byte[MAX_PREFIX];
        int read = 0;
        if (message instanceof KnownLength && message instanceof HasByteBuffer && message instanceof Detachable buffers) {
            read = message.readNBytes(prefix, 0, 1);
            if (read == 1 && prefix[0] == tag) {
                read += readLength(message, prefix);
                if (length(prefix, read) == total - read) {
                    return Incoming.buffers(total, total - read, buffers.detach());
                }
            }
        }
        byte[] rest = message.readAllBytes();
        byte[] all = Arrays.copyOf(prefix, read + rest.length);
        System.arraycopy(rest, 0, all, read, rest.length);
        return whole.parse(all);
    }

    /** Reads on up to the first byte after which no other of the same number follows. */
    private static int readLength(InputStream message, byte[] prefix) throws IOException {
        int read = 0;
        do {
            int next = message.read();
            if (next < 0) {
                break;
            }
            read++;
            prefix[read] = (byte) next;
        } while (read < MAX_PREFIX - 1 && (prefix[read] & MORE) != 0);
        return read;
    }

    /** The number after the tag; -1 when it has not ended. */
    private static long length(byte[] prefix, int read) {
        long length = 0;
        for (int i = 1; i < read; i++) {
            length |= (long) (prefix[i] & SEVEN_BITS) << BITS * (i - 1);
        }
        return read > 1 && (prefix[read - 1] & MORE) == 0 ? length : -1;
    }
}

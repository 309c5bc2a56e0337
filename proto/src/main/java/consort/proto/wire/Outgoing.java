package consort.proto.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import consort.proto.Chunk;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A {@link Chunk} or {@link StorePart} to be sent. Its bytes are asked for when the transport takes the message: on a server while the
 * call that sends it lasts, on a client perhaps later, and perhaps more than once.
 */
public final class Outgoing implements Encoded {

    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Content {

        /** Writes all bytes, always the same. */
        void writeTo(OutputStream out) throws IOException;
    }

    private final byte[] before;
    private final int bytes;
    private final Content content;

    private Outgoing(byte[] before, int bytes, Content content) {
        this.before = before;
        this.bytes = bytes;
        this.content = content;
    }

    /**
     * A chunk of a download.
     *
     * @param bytes of {@code content}
     */
    public static Outgoing chunk(int bytes, Content content) {
        return new Outgoing(before(Chunk.DATA_FIELD_NUMBER, bytes), bytes, content);
    }

    /**
     * A part of an upload, after its header.
     *
     * @param bytes of {@code content}
     */
    public static Outgoing part(int bytes, Content content) {
        return new Outgoing(before(StorePart.DATA_FIELD_NUMBER, bytes), bytes, content);
    }

    /** The beginning of an upload. */
    public static Outgoing header(StoreHeader header) {
        return new Outgoing(StorePart.newBuilder().setHeader(header).build().toByteArray(), 0, out -> { });
    }

    private static byte[] before(int field, int bytes) {
        byte[] before = new byte[CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(bytes)];
        CodedOutputStream out = CodedOutputStream.newInstance(before);
        try {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(bytes);
        } catch (IOException tooShort) {
            throw new IllegalStateException(tooShort);
        }
        return before;
    }

    @Override
    public int encodedBytes() {
        return before.length + bytes;
    }

    /** Writes the whole message. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(before);
        content.writeTo(out);
    }
}

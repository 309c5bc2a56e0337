package consort.proto.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A message as gRPC's transports want it: drained into their buffers. Those that read instead get a copy. */
final class OutgoingStream extends InputStream implements KnownLength, Drainable {

    private final Outgoing message;
    private InputStream copy;

    OutgoingStream(Outgoing message) {
        this.message = message;
    }

    @Override
    public int available() throws IOException {
        return copy == null ? message.encodedBytes() : copy.available();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        if (copy != null) {
            return (int) copy.transferTo(target);
        }
        message.writeTo(target);
        copy = InputStream.nullInputStream();
        return message.encodedBytes();
    }

    @Override
    public int read() throws IOException {
        return copy().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return copy().read(into, offset, length);
    }

    private InputStream copy() throws IOException {
        if (copy == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.encodedBytes());
            message.writeTo(bytes);
            copy = new ByteArrayInputStream(bytes.toByteArray());
        }
        return copy;
    }
}

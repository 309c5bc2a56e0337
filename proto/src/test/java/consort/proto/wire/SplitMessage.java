package consort.proto.wire;

import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A message as a transport hands it over: in pieces of some length, as buffers or not, and empty once it was detached. Where pieces
 * have an odd length, an empty one stands before the second, as an empty frame makes it: only who reads bytes gets past it.
 */
final class SplitMessage extends InputStream implements KnownLength, HasByteBuffer, Detachable {

    private final byte[] bytes;
    private final int pieceBytes;
    private final boolean direct;
    private int at;
    private boolean closed;
    private SplitMessage detached;

    /** @param direct whether the pieces are to be had as buffers */
    SplitMessage(byte[] bytes, int pieceBytes, boolean direct) {
        this.bytes = bytes;
        this.pieceBytes = pieceBytes;
        this.direct = direct;
    }

    /** Whether whoever took it over, or else its first owner, closed it. */
    boolean isReleased() {
        return detached == null ? closed : detached.closed;
    }

    @Override
    public int available() {
        return bytes.length - at;
    }

    @Override
    public int read() {
        return at == bytes.length ? -1 : bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(length, pieceEnd() - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) {
        int skipped = (int) Math.min(count, available());
        at += skipped;
        return skipped;
    }

    @Override
    public boolean byteBufferSupported() {
        return direct;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        if (at == pieceBytes && pieceBytes % 2 == 1) {
            return ByteBuffer.allocate(0);
        }
        return at == bytes.length ? null : ByteBuffer.wrap(bytes, at, pieceEnd() - at).slice().asReadOnlyBuffer();
    }

    private int pieceEnd() {
        return Math.min(bytes.length, (at / pieceBytes + 1) * pieceBytes);
    }

    @Override
    public InputStream detach() {
        detached = new SplitMessage(Arrays.copyOfRange(bytes, at, bytes.length), pieceBytes, direct);
        at = bytes.length;
        return detached;
    }

    @Override
    public void close() {
        closed = true;
    }
}

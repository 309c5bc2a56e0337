package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.proto.Chunk;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends bytes in chunks, the next one when the peer has taken the one before: one chunk in memory. */
final class Download {

    private static final int CHUNK_BYTES = 256 << 10;

    /** Reads bytes from an offset on. */
    @FunctionalInterface
    interface Source {
        int read(long offset, ByteBuffer into) throws IOException;
    }

    private final String name;
    private final long size;
    private final Source source;
    private final ServerCallStreamObserver<Chunk> call;
    private long offset;
    private boolean ended;

    private Download(String name, long size, long offset, Source source, ServerCallStreamObserver<Chunk> call) {
        this.name = name;
        this.size = size;
        this.offset = offset;
        this.source = source;
        this.call = call;
    }

    /** Begins to send from {@code offset}; ends at {@code size}, or with a status. */
    static void start(String name, long size, long offset, Source source, ServerCallStreamObserver<Chunk> call) {
        if (offset < 0 || offset > size) {
            throw Status.OUT_OF_RANGE.withDescription(name + " has " + size + " bytes; " + offset + " is no offset in it")
                    .asRuntimeException();
        }
        Download download = new Download(name, size, offset, source, call);
        call.setOnCancelHandler(() -> { });
        call.setOnReadyHandler(download::pump);
    }

    /** Called by gRPC whenever there is room, never twice at once. */
    private void pump() {
        try {
            while (!ended && call.isReady() && !call.isCancelled()) {
                sendNext();
            }
        } catch (IOException e) {
            ended = true;
            call.onError(BlobsService.diskFailed("reading", name, e));
        }
    }

    private void sendNext() throws IOException {
        if (offset == size) {
            ended = true;
            call.onCompleted();
            return;
        }
        byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, size - offset)];
        if (source.read(offset, ByteBuffer.wrap(bytes)) != bytes.length) {
            throw new IOException("it became shorter than " + size + " bytes");
        }
        offset += bytes.length;
        call.onNext(Chunk.newBuilder().setData(UnsafeByteOperations.unsafeWrap(bytes)).build());
    }
}

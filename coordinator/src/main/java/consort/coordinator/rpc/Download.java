package consort.coordinator.rpc;

import consort.proto.wire.Outgoing;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends bytes in chunks, the next one when the peer has taken the one before: one chunk in memory. */
final class Download {

    /** Of each thread that calls run on: a chunk is copied to the transport before the next is read. */
    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[ChunkMemory.MAX_CHUNK_BYTES]);

    /** Reads bytes from an offset on. */
    @FunctionalInterface
    interface Source {
        int read(long offset, ByteBuffer into) throws IOException;
    }

    private final String peer;
    private final String name;
    private final long size;
    private final Source source;
    private final ChunkMemory memory;
    private final ServerCallStreamObserver<Outgoing> call;
    private long offset;
    private int taken;
    private boolean ended;

    private Download(String peer, String name, long size, long offset, Source source, ChunkMemory memory,
            ServerCallStreamObserver<Outgoing> call) {
        this.peer = peer;
        this.name = name;
        this.size = size;
        this.offset = offset;
        this.source = source;
        this.memory = memory;
        this.call = call;
    }

    /**
     * Begins to send from {@code offset}; ends at {@code size}, or with a status.
     *
     * @param peer who gets them
     * @param memory for the chunk that is under way
     */
    static void start(String peer, String name, long size, long offset, Source source, ChunkMemory memory,
            ServerCallStreamObserver<Outgoing> call) {
        if (offset < 0 || offset > size) {
            throw Status.OUT_OF_RANGE.withDescription(name + " has " + size + " bytes; " + offset + " is no offset in it")
                    .asRuntimeException();
        }
        Download download = new Download(peer, name, size, offset, source, memory, call);
        call.setOnCancelHandler(download::giveBack);
        call.setOnCloseHandler(download::giveBack);
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
        } catch (RuntimeException | OutOfMemoryError e) {
            // Not always called by gRPC, which would end the call itself.
            ended = true;
            call.onError(Status.RESOURCE_EXHAUSTED.withDescription(name + " cannot be sent now").withCause(e).asRuntimeException());
        }
    }

    private void sendNext() throws IOException {
        if (offset == size) {
            ended = true;
            call.onCompleted();
            return;
        }
        // Ready again: the chunk before has left.
        giveBack();
        taken = memory.take(peer, size - offset);
        byte[] buffer = BUFFER.get();
        int length = taken;
        if (source.read(offset, ByteBuffer.wrap(buffer, 0, length)) != length) {
            throw new IOException("it became shorter than " + size + " bytes");
        }
        offset += length;
        call.onNext(Outgoing.chunk(length, out -> out.write(buffer, 0, length)));
    }

    private void giveBack() {
        memory.giveBack(peer, taken);
        taken = 0;
    }
}

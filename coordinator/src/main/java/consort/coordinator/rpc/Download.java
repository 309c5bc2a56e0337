package consort.coordinator.rpc;

import consort.ledger.disk.Disk;
import consort.proto.wire.Outgoing;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Sends bytes in chunks, the next one when the peer has taken the one before: one chunk in memory. */
final class Download {

    /** What is read at once: short enough that it is still in the core's cache when it is copied to the transport. */
    private static final int PIECE_BYTES = 64 << 10;
    /** Of each thread that calls run on: a piece is copied to the transport before the next is read. */
    private static final ThreadLocal<byte[]> PIECE = ThreadLocal.withInitial(() -> new byte[PIECE_BYTES]);

    /** Opened for each chunk: nothing stays open at a peer's pace. */
    @FunctionalInterface
    interface Source {
        Disk.Reader open() throws IOException;
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
        } catch (RuntimeException | OutOfMemoryError e) {
            // Not always called by gRPC, which would end the call itself.
            ended = true;
            call.onError(Status.RESOURCE_EXHAUSTED.withDescription(name + " cannot be sent now").withCause(e).asRuntimeException());
        }
    }

    private void sendNext() {
        if (offset == size) {
            ended = true;
            call.onCompleted();
            return;
        }
        // Ready again: the chunk before has left.
        giveBack();
        taken = memory.take(peer, size - offset);
        call.onNext(Outgoing.chunk(taken, out -> write(offset, taken, out)));
        offset += taken;
    }

    /** Called within {@code onNext}, which ends the call with the status that is thrown here. */
    private void write(long from, int length, OutputStream out) {
        byte[] piece = PIECE.get();
        long end = from + length;
        try (Disk.Reader file = source.open()) {
            for (long at = from; at < end; at += PIECE_BYTES) {
                int bytes = (int) Math.min(PIECE_BYTES, end - at);
                if (file.read(at, ByteBuffer.wrap(piece, 0, bytes)) != bytes) {
                    throw new IOException("it became shorter than " + size + " bytes");
                }
                out.write(piece, 0, bytes);
            }
        } catch (IOException e) {
            throw BlobsService.diskFailed("reading", name, e);
        }
    }

    private void giveBack() {
        memory.giveBack(peer, taken);
        taken = 0;
    }
}

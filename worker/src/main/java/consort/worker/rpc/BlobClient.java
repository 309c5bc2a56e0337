package consort.worker.rpc;

import consort.model.tensor.ByteSource;
import consort.proto.BlobsGrpc;
import consort.proto.FetchRequest;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.StoreHeader;
import consort.proto.StoreReply;
import consort.proto.wire.BlobMethods;
import consort.proto.wire.Incoming;
import consort.proto.wire.Outgoing;
import consort.worker.cache.PartialFile;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Moves blobs, one a call, resuming where the receiving side stands. Blocks; memory is a few parts. */
public final class BlobClient {

    /** A transfer that does not move for so long is given up, to be resumed. */
    private static final long STALL_SECONDS = 60;
    /** What an upload may have waiting for the network. */
    private static final int AHEAD_BYTES = 2 << 20;
    /** With the frames around it, a part fills one buffer of the transport, which are 1 MiB long. */
    private static final int PART_BYTES = (1 << 20) - 64;

    private final CoordinatorChannel channel;
    private final Pace up;
    private final Pace down;

    /** Without a limit to its rate. */
    public BlobClient(CoordinatorChannel channel) {
        this(channel, new Pace(0), new Pace(0));
    }

    /**
     * @param up of what is sent
     * @param down of what is fetched
     */
    public BlobClient(CoordinatorChannel channel, Pace up, Pace down) {
        this.channel = channel;
        this.up = up;
        this.down = down;
    }

    /**
     * Fetches what is missing of a blob; the caller finishes the file.
     *
     * @param moved told the bytes held after each part
     * @throws StatusException when the coordinator or the connection ends it early
     */
    public void fetch(String digest, PartialFile into, LongConsumer moved)
            throws IOException, StatusException, InterruptedException {
        if (into.isWhole()) {
            return;
        }
        BlockingClientCall<FetchRequest, Incoming> call = ClientCalls.blockingV2ServerStreamingCall(channel.grpc(), BlobMethods.FETCH,
                CallOptions.DEFAULT, FetchRequest.newBuilder().setDigest(digest).setOffset(into.heldBytes()).build());
        ByteBuffer scratch = ByteBuffer.allocateDirect(Incoming.GATHERED_BYTES);
        try {
            while (appendNext(call, scratch, into)) {
                moved.accept(into.heldBytes());
            }
        } catch (TimeoutException stalled) {
            throw stalled();
        } finally {
            call.cancel("the transfer is over", null);
            release(call);
        }
    }

    /** @return false when there is no more */
    private boolean appendNext(BlockingClientCall<FetchRequest, Incoming> call, ByteBuffer scratch, PartialFile into)
            throws IOException, StatusException, InterruptedException, TimeoutException {
        try (Incoming chunk = call.read(STALL_SECONDS, TimeUnit.SECONDS)) {
            if (chunk == null) {
                return false;
            }
            chunk.drainTo(scratch, into::append);
            down.await(chunk.bytes());
            return true;
        }
    }

    /** Gives back the buffers of what came after the last that was taken: all of them, also when it is interrupted again. */
    private static void release(BlockingClientCall<FetchRequest, Incoming> over) {
        boolean interrupted = false;
        try {
            while (true) {
                try (Incoming left = over.read()) {
                    if (left == null) {
                        return;
                    }
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } catch (StatusException end) {
            // As was to be expected of a call that was cancelled.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Sends what the coordinator does not hold of a blob.
     *
     * @throws IOException when {@code bytes} cannot be read
     * @throws StatusException when the coordinator or the connection ends it early
     */
    public void store(String digest, ByteSource bytes) throws IOException, StatusException, InterruptedException {
        HeldReply held = BlobsGrpc.newBlockingV2Stub(channel.grpc())
                .withDeadlineAfter(STALL_SECONDS, TimeUnit.SECONDS)
                .held(HeldRequest.newBuilder().setDigest(digest).build());
        if (held.getComplete()) {
            return;
        }
        if (held.getBytes() < 0 || held.getBytes() > bytes.size()) {
            throw new IOException("the coordinator says it holds " + held.getBytes() + " of " + bytes.size() + " bytes");
        }
        BlockingClientCall<Outgoing, StoreReply> call = ClientCalls.blockingClientStreamingCall(channel.grpc(), BlobMethods.STORE,
                CallOptions.DEFAULT.withOnReadyThreshold(AHEAD_BYTES));
        PartBuffer parts = new PartBuffer(bytes);
        try {
            send(call, digest, bytes.size(), held.getBytes(), parts);
        } catch (StatusException ended) {
            // A part that cannot be read ends the call, wherever it was read, as the network would.
            parts.requireReadable();
            throw ended;
        } catch (TimeoutException stalled) {
            throw stalled();
        } finally {
            call.cancel("the transfer is over", null);
        }
    }

    private void send(BlockingClientCall<Outgoing, StoreReply> call, String digest, long totalBytes, long from, PartBuffer parts)
            throws StatusException, InterruptedException, TimeoutException {
        boolean open = call.write(Outgoing.header(
                StoreHeader.newBuilder().setDigest(digest).setTotalBytes(totalBytes).setOffset(from).build()),
                STALL_SECONDS, TimeUnit.SECONDS);
        for (long at = from; open && at < totalBytes; at += PART_BYTES) {
            int length = (int) Math.min(PART_BYTES, totalBytes - at);
            up.await(length);
            open = call.write(parts.part(at, length), STALL_SECONDS, TimeUnit.SECONDS);
        }
        call.halfClose();
        StoreReply reply = call.read(STALL_SECONDS, TimeUnit.SECONDS);
        if (reply == null || reply.getBytes() != totalBytes) {
            throw Status.DATA_LOSS.withDescription("the coordinator did not confirm the upload").asException();
        }
    }

    private static StatusException stalled() {
        return Status.UNAVAILABLE.withDescription("the transfer did not move for " + STALL_SECONDS + " seconds").asException();
    }
}

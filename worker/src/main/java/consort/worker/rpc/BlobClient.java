package consort.worker.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.model.tensor.ByteSource;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.FetchRequest;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.worker.cache.PartialFile;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Moves blobs, one a call, resuming where the receiving side stands. Blocks; memory is a few parts. */
public final class BlobClient {

    /** A transfer that does not move for so long is given up, to be resumed. */
    private static final long STALL_SECONDS = 60;

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
        BlockingClientCall<?, Chunk> call = BlobsGrpc.newBlockingV2Stub(channel.grpc())
                .fetch(FetchRequest.newBuilder().setDigest(digest).setOffset(into.heldBytes()).build());
        try {
            Chunk chunk = call.read(STALL_SECONDS, TimeUnit.SECONDS);
            while (chunk != null) {
                for (ByteBuffer bytes : chunk.getData().asReadOnlyByteBufferList()) {
                    into.append(bytes);
                }
                moved.accept(into.heldBytes());
                down.await(chunk.getData().size());
                chunk = call.read(STALL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException stalled) {
            throw stalled();
        } finally {
            call.cancel("the transfer is over", null);
        }
    }

    /**
     * Sends what the coordinator does not hold of a blob.
     *
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
        BlockingClientCall<StorePart, StoreReply> call = BlobsGrpc.newBlockingV2Stub(channel.grpc()).store();
        try {
            send(call, digest, bytes, held.getBytes());
        } catch (TimeoutException stalled) {
            throw stalled();
        } finally {
            call.cancel("the transfer is over", null);
        }
    }

    private void send(BlockingClientCall<StorePart, StoreReply> call, String digest, ByteSource bytes, long from)
            throws IOException, StatusException, InterruptedException, TimeoutException {
        StorePart.Builder first = StorePart.newBuilder().setHeader(
                StoreHeader.newBuilder().setDigest(digest).setTotalBytes(bytes.size()).setOffset(from));
        boolean open = call.write(first.build(), STALL_SECONDS, TimeUnit.SECONDS);
        for (long at = from; open && at < bytes.size(); at += CoordinatorChannel.PART_BYTES) {
            up.await(Math.min(CoordinatorChannel.PART_BYTES, bytes.size() - at));
            StorePart part = StorePart.newBuilder().setData(part(bytes, at)).build();
            open = call.write(part, STALL_SECONDS, TimeUnit.SECONDS);
        }
        call.halfClose();
        StoreReply reply = call.read(STALL_SECONDS, TimeUnit.SECONDS);
        if (reply == null || reply.getBytes() != bytes.size()) {
            throw Status.DATA_LOSS.withDescription("the coordinator did not confirm the upload").asException();
        }
    }

    private static ByteString part(ByteSource bytes, long at) throws IOException {
        byte[] part = new byte[(int) Math.min(CoordinatorChannel.PART_BYTES, bytes.size() - at)];
        bytes.read(at, ByteBuffer.wrap(part));
        return UnsafeByteOperations.unsafeWrap(part);
    }

    private static StatusException stalled() {
        return Status.UNAVAILABLE.withDescription("the transfer did not move for " + STALL_SECONDS + " seconds").asException();
    }
}

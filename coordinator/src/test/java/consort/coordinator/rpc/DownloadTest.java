package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.proto.BlobsGrpc;
import consort.proto.FetchRequest;
import consort.proto.wire.BlobMethods;
import consort.proto.wire.Incoming;
import consort.proto.wire.Outgoing;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads over gRPC's transport, from a file in memory that fails when it is told to. */
class DownloadTest {

    private static final int BYTES = 5 * ChunkMemory.MAX_CHUNK_BYTES / 2;
    private static final String NAME = "a model";
    private static final String PEER = "acme/w1";

    private final byte[] content = new byte[BYTES];
    private final ChunkMemory memory = new ChunkMemory(64 << 20);
    private long failsFrom = Long.MAX_VALUE;
    private long endsAt = BYTES;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(content);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(BlobsGrpc.SERVICE_NAME)
                        .addMethod(BlobMethods.SERVE_FETCH, ServerCalls.asyncServerStreamingCall((request, call) -> Download.start(PEER, NAME,
                                BYTES, request.getOffset(), this::read, memory, (ServerCallStreamObserver<Outgoing>) call)))
                        .build())
                .build().start();
        channel = NettyChannelBuilder.forAddress("localhost", server.getPort()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void sendsEveryByteFromTheOffsetOn() throws Exception {
        assertThat(fetch(0)).isEqualTo(content);
        assertThat(fetch(BYTES - 70_001)).isEqualTo(Arrays.copyOfRange(content, BYTES - 70_001, BYTES));
    }

    @Test
    void aDiskThatFailsEndsTheCallAndSaysSo() {
        failsFrom = ChunkMemory.MAX_CHUNK_BYTES + 100_000;
        assertFails();
    }

    @Test
    void aFileThatBecameShorterEndsTheCall() {
        endsAt = 2 * ChunkMemory.MAX_CHUNK_BYTES + 10;
        assertFails();
    }

    private void assertFails() {
        assertThatThrownBy(() -> fetch(0)).isInstanceOfSatisfying(StatusException.class, failure -> {
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure.getStatus().getDescription()).contains("disk failed while reading " + NAME);
        });
    }

    private byte[] fetch(long offset) throws Exception {
        BlockingClientCall<FetchRequest, Incoming> call = ClientCalls.blockingV2ServerStreamingCall(channel, BlobMethods.FETCH,
                CallOptions.DEFAULT, FetchRequest.newBuilder().setOffset(offset).build());
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (Incoming chunk = call.read(); chunk != null; chunk = call.read()) {
            try (Incoming one = chunk) {
                one.drainTo(piece -> {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    got.write(bytes);
                });
            }
        }
        return got.toByteArray();
    }

    /** {@link #content}, as far as it goes. */
    private int read(long offset, ByteBuffer into) throws IOException {
        int length = (int) Math.min(into.remaining(), endsAt - offset);
        if (offset + length > failsFrom) {
            throw new IOException("Input/output error");
        }
        into.put(content, (int) offset, length);
        return length;
    }
}

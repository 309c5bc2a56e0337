package consort.worker.rpc;

import consort.certs.Address;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.TimeUnit;

/**
 * The one connection to the coordinator. Opened when first used; goes through a proxy where the JVM is told of one
 * ({@code https.proxyHost}, or gRPC's own settings).
 */
public final class CoordinatorChannel implements AutoCloseable {

    /** What a part of a blob may have. */
    static final int PART_BYTES = 1 << 20;

    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int MAX_METADATA_BYTES = 8 << 10;
    /** What may be under way to this side: lost, and fetched again, when the connection breaks. */
    private static final int WINDOW_BYTES = 2 << 20;
    private static final long CLOSE_SECONDS = 3;

    private final ManagedChannel channel;
    private final Channel calls;

    public CoordinatorChannel(Address address, SslContext tls) {
        this.channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .sslContext(tls)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .build();
        this.calls = ClientInterceptors.intercept(channel, new NamingCoordinator(address));
    }

    /** What calls are made on. */
    Channel grpc() {
        return calls;
    }

    /** Lets the next call connect at once, after whatever failures. */
    void connectAtOnce() {
        channel.resetConnectBackoff();
    }

    /** Gives calls under way a moment, then cuts them. */
    @Override
    public void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                channel.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

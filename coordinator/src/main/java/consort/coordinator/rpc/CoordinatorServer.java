package consort.coordinator.rpc;

import consort.certs.Admission;
import consort.certs.Callers;
import consort.certs.Credential;
import consort.certs.Tls;
import consort.coordinator.blobs.BlobStore;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.Published;
import consort.coordinator.loop.Requests;
import consort.ledger.disk.Disk;
import consort.ledger.entry.WorkerId;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The port: services behind the access table, the limits and mutual TLS. */
public final class CoordinatorServer {

    private static final int SHUTDOWN_SECONDS = 5;

    /**
     * What the services work with.
     *
     * @param ledgerFolder of the ledger's files on {@code disk}; "" when it is the root
     * @param executor runs the calls; bounded
     */
    public record Parts(Inbox inbox, Requests requests, BlobStore blobs, Disk disk, String ledgerFolder,
            Supplier<Published> published, Registrar registrar, ExecutorService executor) {
    }

    private final Server server;
    private final SessionStreams streams = new SessionStreams();
    private final Traffic traffic = new Traffic();

    private CoordinatorServer(InetSocketAddress listen, ServerLimits limits, Supplier<Credential> credential,
            Admission admission, Parts parts) {
        ConnectionLimit connections = new ConnectionLimit(limits.maxConnections(), limits.maxConnectionsPerPeer());
        this.server = NettyServerBuilder.forAddress(listen)
                .sslContext(Tls.server(credential, admission))
                .executor(parts.executor())
                .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
                .flowControlWindow(limits.windowBytes())
                .maxInboundMessageSize(ServerLimits.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(ServerLimits.MAX_HEADER_BYTES)
                .permitKeepAliveTime(limits.minKeepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .handshakeTimeout(20, TimeUnit.SECONDS)
                .maxConnectionIdle(limits.maxIdle().toMillis(), TimeUnit.MILLISECONDS)
                .addTransportFilter(connections)
                .addService(new EnrollmentService(parts.requests(), parts.registrar(), parts.executor()))
                .addService(new RenewalService(parts.registrar()))
                .addService(new MembershipService(parts.requests()))
                .addService(new SessionService(parts.inbox(), streams))
                .addService(new BlobsService(parts.blobs(), parts.published()))
                .addService(new LedgerCopyService(parts.disk(), parts.ledgerFolder()))
                .addService(new ModelsService(parts.requests(), parts.blobs(), parts.published()))
                .addService(new OperatorService(parts.requests()))
                // The last that is added is the first that is called.
                .intercept(traffic)
                .intercept(Callers.interceptor(admission, Access.TABLE))
                .intercept(connections)
                .build();
    }

    /** @throws IOException naming the address, when it cannot be listened on */
    public static CoordinatorServer start(InetSocketAddress listen, ServerLimits limits, Supplier<Credential> credential,
            Admission admission, Parts parts) throws IOException {
        CoordinatorServer server = new CoordinatorServer(listen, limits, credential, admission, parts);
        server.server.start();
        return server;
    }

    public int port() {
        return server.getPort();
    }

    /** Sends a message on a worker's stream. */
    public void send(Effect.Send effect) {
        streams.send(effect);
    }

    /** Ends a worker's stream. */
    public void closeSession(Effect.CloseSession effect) {
        streams.close(effect);
    }

    /** Message bytes by worker since the start. */
    public Map<WorkerId, Ephemeral.Traffic> traffic() {
        return traffic.byWorker();
    }

    /** Takes no more calls and cuts those under way, so that no event comes any more. */
    public void stop() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}

package consort.coordinator.rpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The admin address: reflection, which describes the services of the port, and channelz, which shows its connections and
 * counts. It changes nothing, and no service of the port can be called here.
 *
 * <p>It speaks plaintext and asks nobody who they are, since the usual tools can then be used as they are; therefore it listens
 * on loopback addresses only. Whoever has an account on that machine can read it.
 */
public final class AdminServer {

    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_CALLS = 4;
    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    private static final int MAX_ITEMS = 100;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration MAX_IDLE = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 5;

    private final Server server;
    private final Listening listening;

    private AdminServer(InetSocketAddress listen, List<ServerServiceDefinition> described, ExecutorService executor) {
        long start = System.nanoTime();
        Accepted accepted = new Accepted(
                new HandshakeLimits(MAX_CONNECTIONS, MAX_CONNECTIONS, 10 * MAX_CONNECTIONS, 10 * MAX_CONNECTIONS, HANDSHAKE),
                () -> System.nanoTime() - start);
        ConnectionLimit connections = new ConnectionLimit(accepted, MAX_CONNECTIONS, MAX_CONNECTIONS);
        this.listening = new Listening(accepted);
        this.server = listening.on(listen)
                .executor(executor)
                .maxConcurrentCallsPerConnection(MAX_CALLS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(ServerLimits.MAX_HEADER_BYTES)
                .maxRstFramesPerWindow(ServerLimits.MAX_RESETS, ServerLimits.RESET_SECONDS)
                .maxConnectionIdle(MAX_IDLE.toSeconds(), TimeUnit.SECONDS)
                .addTransportFilter(connections)
                .addServices(described.stream().map(AdminServer::describedOnly).toList())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(ChannelzService.newInstance(MAX_ITEMS))
                .intercept(connections)
                .build();
    }

    /**
     * @param listen a loopback address
     * @param described services of the port, for reflection
     * @throws IOException naming the address, when it cannot be listened on
     */
    public static AdminServer start(InetSocketAddress listen, List<ServerServiceDefinition> described,
            ExecutorService executor) throws IOException {
        if (listen.isUnresolved() || !listen.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("the admin address is a loopback address, not " + listen);
        }
        AdminServer server = new AdminServer(listen, described, executor);
        try {
            server.server.start();
        } catch (IOException e) {
            server.listening.close();
            throw e;
        }
        return server;
    }

    /** Reflection describes what its own server has: the port's services stand here too, with methods that refuse. */
    private static ServerServiceDefinition describedOnly(ServerServiceDefinition service) {
        ServerServiceDefinition.Builder refusing = ServerServiceDefinition.builder(service.getServiceDescriptor());
        service.getMethods().forEach(method -> refusing.addMethod(refusing(method)));
        return refusing.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> refusing(ServerMethodDefinition<Q, A> method) {
        return ServerMethodDefinition.create(method.getMethodDescriptor(), AdminServer::refuse);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Metadata headers) {
        call.close(Status.UNIMPLEMENTED.withDescription("described here, served on the coordinator's port only"),
                new Metadata());
        return new ServerCall.Listener<>() {
        };
    }

    /** Ends it. */
    public void stop() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        listening.close();
    }
}

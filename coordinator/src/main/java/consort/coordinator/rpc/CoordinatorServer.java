package consort.coordinator.rpc;

import consort.certs.Admission;
import consort.certs.Callers;
import consort.certs.Credential;
import consort.certs.Tls;
import consort.coordinator.blobs.BlobStore;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.WitnessFacts;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.Published;
import consort.coordinator.loop.Requests;
import consort.coordinator.witness.Cosigning;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.WorkerId;
import consort.proto.wire.Sockets;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port: services behind the access table, the limits and mutual TLS. */
public final class CoordinatorServer {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorServer.class);
    private static final int SHUTDOWN_SECONDS = 5;
    private static final int PING_SECONDS = 30;
    private static final int PONG_SECONDS = 20;
    private static final long SWEEP_MILLIS = 500;
    private static final long FAREWELL_MILLIS = 2_000;
    /** For the chunks of all downloads. */
    private static final long CHUNK_BUDGET_BYTES = 32L << 20;

    /**
     * What the services work with.
     *
     * @param ledgerFolder of the ledger's files on {@code disk}; "" when it is the root
     * @param logKeys the ledger's; they do not change while it serves
     * @param evicted whether the operator put a worker out
     * @param cosigning hears of members' witnesses
     * @param executor runs the calls; bounded
     * @param clock what time answers tell
     */
    public record Parts(Inbox inbox, Requests requests, BlobStore blobs, Disk disk, String ledgerFolder,
            Supplier<Published> published, Registrar registrar, LogKeys logKeys, Predicate<WorkerId> evicted,
            Cosigning cosigning, ExecutorService executor, InstantSource clock) {
    }

    private final Server server;
    private final SessionStreams streams = new SessionStreams();
    private final Traffic traffic;
    private final Connections connections;
    private final Cosigning cosigning;
    private final Issuers issuers;
    private final Deadlines deadlines;
    private final Listening listening;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            new DefaultThreadFactory("port-timer", true));

    private CoordinatorServer(InetSocketAddress listen, ServerLimits limits, Supplier<Credential> credential,
            Admission admission, Parts parts) {
        long start = System.nanoTime();
        LongSupplier nanos = () -> System.nanoTime() - start;
        this.traffic = new Traffic(parts.inbox(), nanos);
        Accepted accepted = new Accepted(limits.handshakes(), nanos);
        this.deadlines = new Deadlines(nanos);
        this.connections = new Connections(accepted, admission, parts.executor());
        this.cosigning = parts.cosigning();
        this.issuers = parts.registrar().issuers();
        Access access = new Access(issuer -> admission.authorities().get().contains(issuer), parts.evicted());
        ConnectionLimit limit = new ConnectionLimit(accepted, limits.maxConnections(), limits.maxConnectionsPerPeer());
        Sharing sharing = new Sharing(limits.bandwidth(), deadlines::of, timer, parts.executor(), nanos);
        Stalls stalls = new Stalls(limits.maxStall(), accepted, nanos);
        Rates rates = new Rates(limits.rates(), timer, parts.executor(), nanos);
        ChunkMemory chunks = new ChunkMemory(CHUNK_BUDGET_BYTES);
        this.listening = new Listening(accepted);
        this.server = listening.on(listen)
                .sslContext(Tls.server(credential, admission))
                .executor(parts.executor())
                .callExecutor(SessionService.callOn())
                .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
                .flowControlWindow(limits.windowBytes())
                .maxInboundMessageSize(ServerLimits.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(ServerLimits.MAX_HEADER_BYTES)
                .maxRstFramesPerWindow(ServerLimits.MAX_RESETS, ServerLimits.RESET_SECONDS)
                .permitKeepAliveTime(limits.minKeepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .maxConnectionIdle(limits.maxIdle().toMillis(), TimeUnit.MILLISECONDS)
                .addStreamTracerFactory(ArrivingBytes.FACTORY)
                .addTransportFilter(limit)
                .addTransportFilter(connections)
                .addService(KnownFields.of(new EnrollmentService(parts.requests(), parts.registrar(), parts.executor())))
                .addService(KnownFields.of(new RenewalService(parts.registrar())))
                .addService(KnownFields.of(new MembershipService(parts.requests(),
                        new Reports(parts.requests(), parts.logKeys()), access)))
                .addService(KnownFields.of(new SessionService(parts.inbox(), streams, parts.registrar().issuers(),
                        new ClaimSignatures(parts.registrar()::keyOf), parts.executor())))
                .addService(KnownFields.of(new BlobsService(parts.blobs(), parts.published(), chunks)))
                .addService(KnownFields.of(new LedgerCopyService(parts.disk(), parts.ledgerFolder(), chunks, Caller::peer)))
                .addService(KnownFields.of(new WitnessingService(parts.cosigning())))
                .addService(KnownFields.of(new ModelsService(parts.requests(), parts.blobs(), parts.published())))
                .addService(KnownFields.of(new OperatorService(parts.requests(), parts.registrar())))
                // The last that is added is the first that is called.
                .intercept(new RequestLengths())
                .intercept(rates)
                .intercept(sharing)
                .intercept(stalls)
                .intercept(traffic)
                .intercept(new AnswerHeaders(parts.clock(), () -> issuers.counting().newest().fingerprint()))
                .intercept(Callers.interceptor(admission, access))
                .intercept(limit)
                .intercept(new Descriptions())
                .build();
        timer.scheduleWithFixedDelay(() -> {
            accepted.sweep();
            stalls.sweep();
            rates.sweep();
            sharing.sweep();
            deadlines.sweep();
        }, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @throws IOException naming the address, when it cannot be listened on */
    public static CoordinatorServer start(InetSocketAddress listen, ServerLimits limits, Supplier<Credential> credential,
            Admission admission, Parts parts) throws IOException {
        CoordinatorServer server = new CoordinatorServer(listen, limits, credential, admission, parts);
        try {
            server.server.start();
            sayWhenSlow();
        } catch (IOException e) {
            server.abandon();
            throw e;
        }
        return server;
    }

    private static void sayWhenSlow() {
        if (!Sockets.areNative() || !Tls.isNative()) {
            LOG.info("native libraries do not load here, so transfers take {} and {}, with more processor time", Sockets.kind(),
                    Tls.library());
        }
    }

    public int port() {
        return server.getPort();
    }

    /** What the port serves, for the admin address to describe. */
    public List<ServerServiceDefinition> services() {
        return server.getServices();
    }

    /** Sends a message on a worker's stream. */
    public void send(Effect.Send effect) {
        if (effect.message().hasTask()) {
            deadlines.sent(effect.worker(), effect.message().getTask());
        }
        streams.send(effect);
    }

    /** Ends a worker's stream. */
    public void closeSession(Effect.CloseSession effect) {
        streams.close(effect);
    }

    /** Ends all streams, transfers and connections of somebody whose part ended. */
    public void cutOff(Effect.CutOff effect) {
        streams.cutOff(effect);
        connections.cutRevoked();
    }

    /** Cuts connections whose certificate's authority was retired, and tells workers who issues now. */
    public void authoritiesChanged() {
        connections.cutRevoked();
        streams.tellAll(SessionService.issuer(issuers.counting().newest().fingerprint()));
    }

    /** Ends the stream of a worker that is to stay away, and, once it was told why, what it transfers. */
    public void barSession(Effect.BarSession effect) {
        streams.bar(effect);
        connections.cut(effect.worker(), FAREWELL_MILLIS);
    }

    /** Message bytes by worker since the start. */
    public Map<WorkerId, Ephemeral.Traffic> traffic() {
        return traffic.byWorker();
    }

    /** How it stands with the log's witnesses. */
    public WitnessFacts witnesses() {
        return cosigning.facts();
    }

    /** Ends it without waiting, before anything came of it. */
    public void abandon() {
        server.shutdownNow();
        timer.shutdownNow();
        listening.close();
    }

    /** Takes no more calls and cuts those under way, so that no event comes any more. */
    public void stop() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        timer.shutdownNow();
        listening.close();
    }
}

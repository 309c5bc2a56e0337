package consort.worker.rpc;

import consort.certs.Address;
import consort.proto.wire.LargeFrames;
import consort.proto.wire.Sockets;
import consort.worker.network.HttpProxy;
import consort.worker.network.Route;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ManagedChannel;
import io.grpc.ProxiedSocketAddress;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one connection to the coordinator, opened when first used; for the time of a renewal there are two. */
public final class CoordinatorChannel implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int MAX_METADATA_BYTES = 8 << 10;
    /**
     * What may be under way to this side. When the connection breaks, that is lost and fetched again, and what came of one chunk: less
     * than two chunks.
     */
    private static final int WINDOW_BYTES = 1 << 20;
    private static final long CLOSE_SECONDS = 3;
    /** Of all channels of this process. */
    private static final EventLoopGroup THREADS = Sockets.threads(2, "net");

    private final Supplier<ManagedChannel> connecting;
    private final Address address;
    private final AnswerHeaders headers = new AnswerHeaders();
    private final EndedCertificate ended;
    /** Those on which calls made before {@link #renewed} may be under way. */
    private final List<ManagedChannel> former = new ArrayList<>();
    private volatile Link link;
    private volatile Runnable beforeClosing = () -> { };

    /** A connection, and what calls are made on. */
    private record Link(ManagedChannel channel, Channel calls) {
    }

    /** With an invite, or whatever else names no end. */
    public CoordinatorChannel(Address address, Route route, SslContext tls) {
        this(address, route, () -> tls, () -> Instant.MAX);
    }

    /**
     * With a certificate that may be renewed.
     *
     * @param tls makes a new context for each connection after {@link #renewed}: one context takes up its TLS sessions again, and
     *     with them the certificate that was shown before
     * @param certificateEnd of the newest certificate there is
     */
    public CoordinatorChannel(Address address, Route route, Supplier<SslContext> tls, Supplier<Instant> certificateEnd) {
        this.address = address;
        this.ended = new EndedCertificate(certificateEnd, Clock.systemUTC());
        this.connecting = () -> NettyChannelBuilder.forAddress(address.host(), address.port())
                .eventLoopGroup(THREADS)
                .channelFactory(CoordinatorChannel::socket)
                .sslContext(tls.get())
                .proxyDetector(target -> through(route, target))
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .build();
        this.link = link();
    }

    private static SocketChannel socket() {
        SocketChannel socket = Sockets.connecting();
        LargeFrames.on(socket);
        return socket;
    }

    private Link link() {
        ManagedChannel channel = connecting.get();
        return new Link(channel, ClientInterceptors.intercept(channel, new NamingCoordinator(address), ended, headers));
    }

    /**
     * Makes calls from now on over a new connection, which shows the newest certificate. Calls under way, a stream above all, go
     * on where they are: the connection of before lasts as long as they do.
     */
    public synchronized void renewed() {
        former.removeIf(ManagedChannel::isTerminated);
        former.add(link.channel());
        link = link();
        former.getLast().shutdown();
    }

    /** Asked at every connection, so a proxy that moves is found again; null, as gRPC has it, for none. */
    private static ProxiedSocketAddress through(Route route, SocketAddress target) throws IOException {
        return switch (route) {
            case Route.Direct direct -> null;
            case Route.Through(HttpProxy proxy, String from) -> {
                InetSocketAddress address = new InetSocketAddress(proxy.address().host(), proxy.address().port());
                if (address.isUnresolved()) {
                    throw new UnknownHostException("the proxy's name " + proxy.address().host() + " is not known");
                }
                yield HttpConnectProxiedSocketAddress.newBuilder()
                        .setTargetAddress((InetSocketAddress) target)
                        .setProxyAddress(address)
                        .setUsername(proxy.login().map(HttpProxy.Login::user).orElse(null))
                        .setPassword(proxy.login().map(HttpProxy.Login::password).orElse(null))
                        .build();
            }
        };
    }

    /** What calls are made on. */
    Channel grpc() {
        return link.calls();
    }

    /** What time it was at the coordinator, to the second, when its last answer began; empty when that did not say. */
    public Optional<Instant> coordinatorTime() {
        return headers.time();
    }

    /** Fingerprint of the authority that issues certificates, as the coordinator said last; empty when it did not say. */
    public Optional<String> issuer() {
        return headers.issuer();
    }

    /** What is done on this connection before it is closed, as its last. */
    public void beforeClosing(Runnable last) {
        beforeClosing = last;
    }

    /** Lets the next call connect at once, after whatever failures. */
    void connectAtOnce() {
        link.channel().resetConnectBackoff();
    }

    /** Gives calls under way a moment, then cuts them. */
    @Override
    public void close() {
        Runnable last = beforeClosing;
        beforeClosing = () -> { };
        try {
            last.run();
        } finally {
            end();
        }
    }

    private synchronized void end() {
        former.add(link.channel());
        former.forEach(ManagedChannel::shutdown);
        try {
            for (ManagedChannel channel : former) {
                if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    channel.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) {
            former.forEach(ManagedChannel::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }
}

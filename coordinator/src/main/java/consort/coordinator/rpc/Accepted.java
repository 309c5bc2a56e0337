package consort.coordinator.rpc;

import consort.proto.wire.LargeFrames;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Every connection from the moment it is accepted: bounds those whose handshake is under way, and can cut any.
 *
 * <p>A connection without a handshake costs its maker nothing, so the newest is never turned away for the sake of older
 * ones: the oldest half-open connection of the address that has most gives way. Whoever completes the handshake at once
 * gets through, however many silent ones there are.
 */
@Sharable
final class Accepted extends ChannelInboundHandlerAdapter {

    private static final int MAX_ADDRESSES = 4096;
    private static final int BURST_SECONDS = 2;
    private static final int SITE_BYTES = 8;
    private static final int MAX_ARRIVALS = 4096;
    /** Of a second's handshakes, what may begin at once. */
    private static final int PACE_BURST_PART = 5;
    /** A peer gives a handshake up after 10 s (Netty's default), which this coordinator would not notice; until then it must be over. */
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Both ends of a connection, by which gRPC's connection and Netty's are known to be the same. */
    private record Ends(SocketAddress remote, SocketAddress local) {
    }

    private record HalfOpen(InetAddress site, long sinceNanos) {
    }

    private final HandshakeLimits limits;
    private final LongSupplier nanos;
    private final Map<Ends, Channel> open = new HashMap<>();
    /** The oldest first. */
    private final Map<Ends, HalfOpen> halfOpen = new LinkedHashMap<>();
    /** By address, the one used longest ago first. */
    private final Map<InetAddress, TokenBucket> rates = new LinkedHashMap<>(16, 0.75f, true);

    /** Of the thread that accepts, as is {@link #pace}. */
    private final Arrivals arrivals = new Arrivals(MAX_ARRIVALS);
    private final TokenBucket pace;

    /** @param nanos a monotonic clock */
    Accepted(HandshakeLimits limits, LongSupplier nanos) {
        this.pace = new TokenBucket(limits.perSecond(), Math.max(1, limits.perSecond() / PACE_BURST_PART), nanos.getAsLong());
        this.limits = limits;
        this.nanos = nanos;
    }

    /** On the listening channel: each message is an accepted connection. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof Channel channel)) {
            context.fireChannelRead(message);
        } else if (channel.remoteAddress() instanceof InetSocketAddress remote && isWithinRate(site(remote.getAddress()))) {
            arrive(context, site(remote.getAddress()), channel);
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    private synchronized boolean isWithinRate(InetAddress site) {
        return rate(site).take(nanos.getAsLong());
    }

    private void arrive(ChannelHandlerContext context, InetAddress site, Channel channel) {
        if (arrivals.isEmpty() && pace.take(nanos.getAsLong())) {
            begin(context, site, channel);
            return;
        }
        boolean first = arrivals.isEmpty();
        arrivals.add(new Arrivals.Arrival(site, channel, nanos.getAsLong())).ifPresent(Accepted::turnAway);
        if (first) {
            goOnLater(context);
        }
    }

    private void goOnLater(ChannelHandlerContext context) {
        context.executor().schedule(() -> goOn(context), NANOS / limits.perSecond(), TimeUnit.NANOSECONDS);
    }

    private void goOn(ChannelHandlerContext context) {
        long tooOld = nanos.getAsLong() - MAX_WAIT_NANOS;
        for (Optional<Arrivals.Arrival> gone = arrivals.olderThan(tooOld); gone.isPresent(); gone = arrivals.olderThan(tooOld)) {
            turnAway(gone.get());
        }
        while (!arrivals.isEmpty() && pace.take(nanos.getAsLong())) {
            arrivals.next().ifPresent(next -> begin(context, next.site(), next.channel()));
        }
        if (!arrivals.isEmpty()) {
            goOnLater(context);
        }
    }

    /** Nobody listens any more. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (Optional<Arrivals.Arrival> left = arrivals.next(); left.isPresent(); left = arrivals.next()) {
            turnAway(left.get());
        }
        context.fireChannelInactive();
    }

    private static void turnAway(Arrivals.Arrival arrival) {
        arrival.channel().unsafe().closeForcibly();
    }

    private void begin(ChannelHandlerContext context, InetAddress site, Channel channel) {
        note(site, (InetSocketAddress) channel.remoteAddress(), channel);
        LargeFrames.on(channel);
        context.fireChannelRead(channel);
    }

    private synchronized void note(InetAddress site, InetSocketAddress remote, Channel channel) {
        if (count(site) >= limits.maxPerAddress()) {
            cutOldest(site);
        } else if (halfOpen.size() >= limits.max()) {
            cutOldest(heaviest());
        }
        Ends ends = new Ends(remote, channel.localAddress());
        open.put(ends, channel);
        halfOpen.put(ends, new HalfOpen(site, nanos.getAsLong()));
        channel.closeFuture().addListener(closed -> forget(ends, channel));
    }

    private synchronized void forget(Ends ends, Channel channel) {
        if (open.remove(ends, channel)) {
            halfOpen.remove(ends);
        }
    }

    /** Tells this when a handshake is complete. */
    ServerTransportFilter filter() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes transport) {
                completed(ends(transport));
                return transport;
            }
        };
    }

    private synchronized void completed(Ends ends) {
        halfOpen.remove(ends);
    }

    /** Ends a connection after a while; nothing happens when it is gone by then. */
    synchronized void cut(Attributes transport, long afterMillis) {
        Channel channel = open.get(ends(transport));
        if (channel != null) {
            channel.eventLoop().schedule(() -> cut(channel), afterMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Without the farewells of TLS and HTTP/2, which would wait for a peer that does not read. */
    private static void cut(Channel channel) {
        ChannelHandlerContext nearestSocket = channel.pipeline().firstContext();
        if (nearestSocket == null) {
            channel.close();
        } else {
            nearestSocket.close();
        }
    }

    private static Ends ends(Attributes transport) {
        return new Ends(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
    }

    private long count(InetAddress site) {
        return halfOpen.values().stream().filter(each -> each.site().equals(site)).count();
    }

    private InetAddress heaviest() {
        Map<InetAddress, Integer> counts = new LinkedHashMap<>();
        halfOpen.values().forEach(each -> counts.merge(each.site(), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private void cutOldest(InetAddress site) {
        halfOpen.entrySet().stream().filter(entry -> entry.getValue().site().equals(site)).map(Map.Entry::getKey)
                .findFirst().ifPresent(this::cutHalfOpen);
    }

    private void cutHalfOpen(Ends ends) {
        halfOpen.remove(ends);
        cut(open.get(ends));
    }

    /** Cuts handshakes that have taken too long; to be called now and then. */
    synchronized void sweep() {
        long now = nanos.getAsLong();
        halfOpen.entrySet().stream().filter(entry -> now - entry.getValue().sinceNanos() > limits.timeout().toNanos())
                .map(Map.Entry::getKey).toList().forEach(this::cutHalfOpen);
    }

    private TokenBucket rate(InetAddress site) {
        if (rates.size() >= MAX_ADDRESSES && !rates.containsKey(site)) {
            rates.remove(rates.keySet().iterator().next());
        }
        return rates.computeIfAbsent(site, ignored -> new TokenBucket(
                limits.perSecondPerAddress(), (double) BURST_SECONDS * limits.perSecondPerAddress(), nanos.getAsLong()));
    }

    /** Whoever has an IPv6 address has 2^64 of them. */
    private static InetAddress site(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, SITE_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}

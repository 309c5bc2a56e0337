package consort.fuzz.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A TCP proxy in front of a server that counts the bytes of each direction, cuts all connections when so many have
 * passed (with a reset: what is in flight is lost) or while nothing passes, slows them down, or holds one direction back. It forwards what it
 * reads, so the counts hold TLS records, HTTP/2 frames and acknowledgements as well.
 */
public final class CuttingProxy implements AutoCloseable {

    /** To or from the server. */
    public enum Direction { UP, DOWN }

    private static final int BUFFER_BYTES = 1 << 16;
    /** Small, so that few bytes are in flight where they are not counted. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 18;
    private static final long WATCH_NANOS = 50_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger idleCuts = new AtomicInteger();
    private volatile long idleMillis;

    /** Listens on a free port of the loopback interface, and passes on to another. */
    public CuttingProxy(int targetPort) throws IOException {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        server = new ServerSocket();
        server.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (Direction direction : Direction.values()) {
            lanes.put(direction, new Lane());
        }
        Thread.ofVirtual().name("proxy-accept").start(this::accept);
        Thread.ofVirtual().name("proxy-idle").start(this::watch);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Bytes that came in for this direction so far. */
    public long bytes(Direction direction) {
        return lanes.get(direction).bytes.get();
    }

    /** Cuts all connections, once, when so many bytes have passed this way in total. */
    public void cutAt(Direction direction, long totalBytes) {
        lanes.get(direction).cutAt(totalBytes);
    }

    /** Cuts all connections each time that so many more bytes have passed this way, so many times. */
    public void cutEvery(Direction direction, long bytes, int times) {
        lanes.get(direction).cutEvery(bytes, times);
    }

    /** Cuts nothing more that goes this way. */
    public void mend(Direction direction) {
        lanes.get(direction).mend();
    }

    /** Cuts all connections whenever something is about to pass this way while this holds. */
    public void cutWhile(Direction direction, BooleanSupplier condition) {
        lanes.get(direction).cutWhile = condition;
    }

    /** Cuts each connection on which nothing has passed for so long, as impatient proxies do; 0 for never. */
    public void cutIdle(long millis) {
        idleMillis = millis;
    }

    /** How many connections were cut for being idle. */
    public int idleCuts() {
        return idleCuts.get();
    }

    /** How often connections were cut. */
    public int cuts() {
        return cuts.get();
    }

    /** Lets no more than about this many bytes a second pass, each way. */
    public void limit(long bytesPerSecond) {
        lanes.values().forEach(lane -> lane.bytesPerSecond = bytesPerSecond);
    }

    /** Lets everything that is read at once wait so long before it passes this way. */
    public void lag(Direction direction, long millis) {
        lanes.get(direction).lagMillis = millis;
    }

    /** While held, nothing passes this way; what is sent waits. */
    public void hold(Direction direction, boolean held) {
        lanes.get(direction).held = held;
    }

    @Override
    public void close() throws IOException {
        server.close();
        lanes.values().forEach(lane -> lane.held = false);
        pairs.forEach(Pair::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxy-connection").start(() -> join(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void watch() {
        while (!server.isClosed()) {
            LockSupport.parkNanos(WATCH_NANOS);
            long longest = idleMillis;
            pairs.stream().filter(pair -> longest > 0 && pair.idleMillis() >= longest && pairs.remove(pair)).forEach(pair -> {
                idleCuts.incrementAndGet();
                pair.reset();
            });
        }
    }

    private void join(Socket client) {
        Socket upstream = new Socket();
        Pair pair = new Pair(client, upstream, new AtomicLong(System.nanoTime()));
        pairs.add(pair);
        try {
            upstream.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            upstream.connect(target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread.ofVirtual().name("proxy-up").start(() -> pump(pair, client, upstream, Direction.UP));
            pump(pair, upstream, client, Direction.DOWN);
        } catch (IOException serverIsAway) {
            pair.close();
        }
        pairs.remove(pair);
    }

    private void pump(Pair pair, Socket from, Socket to, Direction direction) {
        Lane lane = lanes.get(direction);
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (lane.count(read) || lane.cutWhile.getAsBoolean()) {
                    cuts.incrementAndGet();
                    pairs.forEach(Pair::reset);
                    return;
                }
                lane.delay(read);
                out.write(buffer, 0, read);
                pair.passedNanos().set(System.nanoTime());
            }
        } catch (IOException oneSideWentAway) {
            // The other side learns it now.
        }
        pair.close();
    }

    /** @param passedNanos when something passed last */
    private record Pair(Socket client, Socket upstream, AtomicLong passedNanos) {

        long idleMillis() {
            return (System.nanoTime() - passedNanos.get()) / 1_000_000;
        }

        void reset() {
            try {
                client.setSoLinger(true, 0);
                upstream.setSoLinger(true, 0);
            } catch (IOException closedAlready) {
                // Then there is nothing to cut.
            }
            close();
        }

        void close() {
            try (client; upstream) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Lane {
        private final AtomicLong bytes = new AtomicLong();
        private volatile BooleanSupplier cutWhile = () -> false;
        private volatile long bytesPerSecond;
        private volatile long lagMillis;
        private volatile boolean held;
        private long cutAt = NEVER;
        private int again;
        private long againAfterBytes;

        synchronized void cutAt(long totalBytes) {
            cutAt = totalBytes;
        }

        synchronized void cutEvery(long moreBytes, int times) {
            againAfterBytes = moreBytes;
            again = times - 1;
            cutAt = bytes.get() + moreBytes;
        }

        synchronized void mend() {
            cutWhile = () -> false;
            again = 0;
            cutAt = NEVER;
        }

        /** Counts; whether a cut is due now. */
        synchronized boolean count(int read) {
            long total = bytes.addAndGet(read);
            if (total < cutAt) {
                return false;
            }
            cutAt = again > 0 ? total + againAfterBytes : NEVER;
            again--;
            return true;
        }

        void delay(int read) {
            long rate = bytesPerSecond;
            if (rate > 0) {
                LockSupport.parkNanos(read * 1_000_000_000L / rate);
            }
            LockSupport.parkNanos(lagMillis * 1_000_000);
            while (held) {
                LockSupport.parkNanos(2_000_000);
            }
        }
    }
}

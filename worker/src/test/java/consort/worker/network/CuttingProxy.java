package consort.worker.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on the loopback interface that counts bytes and cuts connections: on demand, or each time so many bytes went
 * one way. A cut is a reset on both sides, in the middle of whatever was under way.
 */
public final class CuttingProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    /** One way through the proxy. */
    public enum Way { UP, DOWN }

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private final Counter up = new Counter();
    private final Counter down = new Counter();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean refusing;

    /** Listens on a port of its own choice and passes on to {@code target}. */
    public CuttingProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy-accept").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Bytes that went one way so far, TLS and all. */
    public long bytes(Way way) {
        return counter(way).total.get();
    }

    /** Connections cut so far. */
    public int cuts() {
        return cuts.get();
    }

    /** Cuts whatever is open whenever {@code bytes} more went that way, at most {@code times} times. */
    public void cutEvery(Way way, long bytes, int times) {
        Counter counter = counter(way);
        counter.left.set(times);
        counter.every = bytes;
        counter.next.set(counter.total.get() + bytes);
    }

    /** Cuts whatever is open now. */
    public void cut() {
        for (Pair pair : open) {
            if (open.remove(pair)) {
                cuts.incrementAndGet();
                pair.reset();
            }
        }
    }

    /** Whether new connections are refused. */
    public void refuse(boolean yes) {
        refusing = yes;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private Counter counter(Way way) {
        return way == Way.UP ? up : down;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxy").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        Socket upstream = new Socket();
        Pair pair = new Pair(client, upstream);
        try {
            if (refusing) {
                pair.reset();
                return;
            }
            upstream.connect(target);
            open.add(pair);
            Thread.ofVirtual().name("proxy-down").start(() -> pump(pair, upstream, client, down));
            pump(pair, client, upstream, up);
        } catch (IOException unreachable) {
            pair.reset();
        }
    }

    private void pump(Pair pair, Socket from, Socket to, Counter counter) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (counter.counted(read)) {
                    cut();
                }
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            open.remove(pair);
            pair.reset();
        }
    }

    /** Two sockets that live and die together. */
    private record Pair(Socket client, Socket upstream) {

        private void reset() {
            try {
                if (!client.isClosed()) {
                    client.setSoLinger(true, 0);
                }
                client.close();
                upstream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Bytes one way, and when to cut. */
    private static final class Counter {
        private final AtomicLong total = new AtomicLong();
        private final AtomicLong next = new AtomicLong(Long.MAX_VALUE);
        private final AtomicInteger left = new AtomicInteger();
        private volatile long every;

        private boolean counted(int bytes) {
            long now = total.addAndGet(bytes);
            long due = next.get();
            return now >= due && next.compareAndSet(due, now + every) && left.getAndDecrement() > 0;
        }
    }
}

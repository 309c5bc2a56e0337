package consort.bench.transfer;

import consort.certs.Credential;
import consort.certs.Tls;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Small messages over bare sockets with the product's TLS, both ends in this process: what taking them costs the far end's threads. */
public final class BareMessages implements AutoCloseable {

    /** As many as HTTP/2, gRPC and a worker's sign of life have. */
    private static final int MESSAGE_BYTES = 26;
    private static final int AT_ONCE = 4;
    private static final String FAR = "bare-messages-far";

    private final EventLoopGroup far = BareEnds.threads(FAR);
    private final EventLoopGroup near = BareEnds.threads("bare-messages-near");
    private final ByteBuf message = Unpooled.unreleasableBuffer(Unpooled.directBuffer(MESSAGE_BYTES).writeZero(MESSAGE_BYTES));
    private final AtomicLong received = new AtomicLong();
    private final List<Channel> connected = new ArrayList<>();

    /**
     * @param folder for an authority of its own
     * @param count connections, each with its own handshake
     */
    public BareMessages(Path folder, int count) {
        Keys keys = Keys.found(folder);
        Credential own = keys.coordinator();
        int port = listen(Tls.server(() -> own, keys.admission()));
        SslContext client = keys.worker(0);
        for (int from = 0; from < count; from += AT_ONCE) {
            List<Channel> some = new ArrayList<>();
            for (int i = from; i < Math.min(from + AT_ONCE, count); i++) {
                some.add(connect(client, port));
            }
            some.forEach(channel -> channel.pipeline().get(SslHandler.class).handshakeFuture().syncUninterruptibly());
            connected.addAll(some);
        }
    }

    private int listen(SslContext tls) {
        Channel listening = new ServerBootstrap().group(far).channel(BareEnds.listening())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Counting());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly().channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private Channel connect(SslContext tls, int port) {
        return new Bootstrap().group(near).channel(BareEnds.socket())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(tls.newHandler(opened.alloc(), "localhost", port));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port).syncUninterruptibly().channel();
    }

    /** Sends one over a connection; returns at once. */
    public void send(int connection) {
        Channel channel = connected.get(connection);
        channel.writeAndFlush(message.duplicate());
    }

    /** Messages that came to the far end. */
    public long received() {
        return received.get() / MESSAGE_BYTES;
    }

    /** Processor time of the far end's threads so far. */
    public Duration processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(FAR)) {
                nanos += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return Duration.ofNanos(nanos);
    }

    @Override
    public void close() {
        near.shutdownGracefully().syncUninterruptibly();
        far.shutdownGracefully().syncUninterruptibly();
    }

    private final class Counting extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            received.addAndGet(bytes.readableBytes());
        }
    }
}

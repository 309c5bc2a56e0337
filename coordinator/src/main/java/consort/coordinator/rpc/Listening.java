package consort.coordinator.rpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Network threads, and a listening socket on which {@link Accepted} sees each connection before any of its bytes. */
final class Listening {

    /** In which calls under way may still find their threads. */
    private static final int QUIET_SECONDS = 1;
    private static final int STOP_SECONDS = 5;

    private final Accepted accepted;
    private final EventLoopGroup accepting = new MultiThreadIoEventLoopGroup(1, threads("accept"), NioIoHandler.newFactory());
    private final EventLoopGroup serving = new MultiThreadIoEventLoopGroup(threads("net"), NioIoHandler.newFactory());

    Listening(Accepted accepted) {
        this.accepted = accepted;
    }

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory(name, true);
    }

    NettyServerBuilder on(InetSocketAddress address) {
        return NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(serving)
                .channelFactory(this::socket)
                .addTransportFilter(accepted.filter());
    }

    private NioServerSocketChannel socket() {
        NioServerSocketChannel socket = new NioServerSocketChannel();
        socket.pipeline().addFirst(accepted);
        return socket;
    }

    /** After the server has stopped. */
    void close() {
        accepting.shutdownGracefully(QUIET_SECONDS, STOP_SECONDS, TimeUnit.SECONDS);
        serving.shutdownGracefully(QUIET_SECONDS, STOP_SECONDS, TimeUnit.SECONDS);
    }
}

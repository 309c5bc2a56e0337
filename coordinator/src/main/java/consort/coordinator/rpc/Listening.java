package consort.coordinator.rpc;

import consort.proto.wire.Sockets;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Network threads, and a listening socket on which {@link Accepted} sees each connection before any of its bytes. */
final class Listening {

    /** In which calls under way may still find their threads. */
    private static final int QUIET_SECONDS = 1;
    private static final int STOP_SECONDS = 5;

    private final Accepted accepted;
    private final EventLoopGroup accepting = Sockets.threads(1, "accept");
    private final EventLoopGroup serving = Sockets.threads(0, "net");

    Listening(Accepted accepted) {
        this.accepted = accepted;
    }

    NettyServerBuilder on(InetSocketAddress address) {
        return NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(serving)
                .channelFactory(this::socket)
                .addTransportFilter(accepted.filter());
    }

    private ServerSocketChannel socket() {
        ServerSocketChannel socket = Sockets.listening();
        socket.pipeline().addFirst(accepted);
        return socket;
    }

    /** After the server has stopped. */
    void close() {
        accepting.shutdownGracefully(QUIET_SECONDS, STOP_SECONDS, TimeUnit.SECONDS);
        serving.shutdownGracefully(QUIET_SECONDS, STOP_SECONDS, TimeUnit.SECONDS);
    }
}

package consort.proto.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** TCP sockets: Linux's epoll where its native library loads, else those of the JDK. */
public final class Sockets {

    private Sockets() {
    }

    /** Whether they are those of epoll. */
    public static boolean areNative() {
        return Epoll.isAvailable();
    }

    /** What they are, for people. */
    public static String kind() {
        return areNative() ? "epoll" : "the JDK's sockets";
    }

    /**
     * Daemon threads that serve sockets.
     *
     * @param count 0: as many as Netty takes to be right
     */
    public static EventLoopGroup threads(int count, String name) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true),
                areNative() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** One that listens. */
    public static ServerSocketChannel listening() {
        return areNative() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    /** One that connects. */
    public static SocketChannel connecting() {
        return areNative() ? new EpollSocketChannel() : new NioSocketChannel();
    }
}

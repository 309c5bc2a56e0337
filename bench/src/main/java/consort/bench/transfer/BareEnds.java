package consort.bench.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/** The two ends of a stream over bare sockets: bytes of memory or of a file, to nowhere or into a file. */
final class BareEnds {

    private static final int PIECE_BYTES = 256 << 10;
    private static final int LOW_BYTES = 1 << 20;
    private static final int HIGH_BYTES = 2 << 20;

    private BareEnds() {
    }

    static EventLoopGroup threads(String name) {
        IoHandlerFactory factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory(name, true), factory);
    }

    static Class<? extends Channel> socket() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    static Class<? extends io.netty.channel.ServerChannel> listening() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Sends so many bytes as the socket takes them. */
    static final class Sender extends ChannelInboundHandlerAdapter {

        private static final ByteBuf MEMORY =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer(PIECE_BYTES).writeZero(PIECE_BYTES));

        private final Optional<FileChannel> file;
        private final long bytes;
        private long sent;

        /** @param file read from its beginning; zeros of memory without one */
        Sender(Optional<Path> file, long bytes) throws IOException {
            this.file = file.isEmpty() ? Optional.empty() : Optional.of(FileChannel.open(file.get(), StandardOpenOption.READ));
            this.bytes = bytes;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) throws IOException {
            context.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_BYTES, HIGH_BYTES));
            pump(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) throws IOException {
            pump(context);
        }

        private void pump(ChannelHandlerContext context) throws IOException {
            while (sent < bytes && context.channel().isWritable()) {
                int length = (int) Math.min(PIECE_BYTES, bytes - sent);
                context.write(file.isEmpty() ? MEMORY.slice(0, length) : read(length));
                sent += length;
                if (sent == bytes && file.isPresent()) {
                    file.get().close();
                }
            }
            context.flush();
        }

        private ByteBuf read(int length) throws IOException {
            ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(length);
            long at = sent;
            while (piece.readableBytes() < length) {
                at += piece.writeBytes(file.get(), at, length - piece.readableBytes());
            }
            return piece;
        }
    }

    /** Takes so many bytes, and says when it has them all. */
    static final class Receiver extends ChannelInboundHandlerAdapter {

        private final Optional<FileChannel> file;
        private final Consumer<ChannelHandlerContext> whole;
        private final long bytes;
        private long received;

        /** @param file a new one; synced at the end */
        Receiver(Optional<Path> file, long bytes, Consumer<ChannelHandlerContext> whole) throws IOException {
            this.file = file.isEmpty() ? Optional.empty() : Optional.of(
                    FileChannel.open(file.get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            this.bytes = bytes;
            this.whole = whole;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            ByteBuf piece = (ByteBuf) message;
            try {
                received += piece.readableBytes();
                while (file.isPresent() && piece.isReadable()) {
                    piece.readBytes(file.get(), piece.readableBytes());
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
            if (received == bytes) {
                if (file.isPresent()) {
                    file.get().force(true);
                    file.get().close();
                }
                whole.accept(context);
            }
        }
    }
}

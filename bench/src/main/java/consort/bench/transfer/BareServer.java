package consort.bench.transfer;

import consort.certs.Credential;
import consort.certs.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The far end of bare streams. A stream begins with one request: what is wanted ({@link #SEND} or {@link #TAKE}), whether files are to be
 * read and written, and how many bytes there are. Taking ends with one byte as the answer.
 */
final class BareServer implements AutoCloseable {

    static final byte SEND = 1;
    static final byte TAKE = 2;
    static final int REQUEST_BYTES = 2 + Long.BYTES;
    /** How the names of what is taken begin; whoever sent it deletes it. */
    static final String TAKEN = "taken";

    private final EventLoopGroup threads = BareEnds.threads("bare-far");
    private final AtomicInteger count = new AtomicInteger();
    private final Channel listening;
    private final Path folder;
    private final Path model;

    /**
     * @param folder for what is taken
     * @param model what is sent
     */
    BareServer(Keys keys, Path folder, Path model) {
        this.folder = folder;
        this.model = model;
        Credential own = keys.coordinator();
        SslContext tls = Tls.server(() -> own, keys.admission());
        listening = new ServerBootstrap().group(threads).channel(BareEnds.listening())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Request());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly().channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close();
        threads.shutdownGracefully();
    }

    private final class Request extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf request) throws IOException {
            if (request.readableBytes() < REQUEST_BYTES) {
                throw new IOException("a request in pieces");
            }
            byte kind = request.readByte();
            boolean files = request.readBoolean();
            long bytes = request.readLong();
            if (kind == SEND) {
                context.pipeline().replace(this, "sender", new BareEnds.Sender(files ? Optional.of(model) : Optional.empty(), bytes));
            } else {
                Optional<Path> into = files ? Optional.of(folder.resolve(TAKEN + count.incrementAndGet())) : Optional.empty();
                context.pipeline().replace(this, "receiver", new BareEnds.Receiver(into, bytes,
                        end -> end.writeAndFlush(end.alloc().directBuffer(1).writeByte(1))));
            }
        }
    }
}

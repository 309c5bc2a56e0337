package consort.bench.transfer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The near end of bare streams: a connection each. */
final class BareClient implements AutoCloseable {

    private final EventLoopGroup threads = BareEnds.threads("bare-near");
    private final int port;

    BareClient(int port) {
        this.port = port;
    }

    /** @param into empty: nothing is written here, nor read there */
    CompletableFuture<Void> fetch(SslContext tls, Optional<Path> into, long bytes) throws IOException {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        Channel channel = connect(tls);
        ChannelHandler receiver = new BareEnds.Receiver(into, bytes, context -> {
            context.close();
            whole.complete(null);
        });
        channel.pipeline().addLast(receiver);
        request(channel, BareServer.SEND, into.isPresent(), bytes);
        return whole;
    }

    /** @param from empty: nothing is read here, nor written there */
    CompletableFuture<Void> store(SslContext tls, Optional<Path> from, long bytes) throws IOException {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        Channel channel = connect(tls);
        request(channel, BareServer.TAKE, from.isPresent(), bytes);
        channel.pipeline().addLast(new BareEnds.Receiver(Optional.empty(), 1, context -> {
            context.close();
            whole.complete(null);
        }), new BareEnds.Sender(from, bytes));
        return whole;
    }

    private Channel connect(SslContext tls) {
        Channel channel = new Bootstrap().group(threads).channel(BareEnds.socket())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(tls.newHandler(opened.alloc(), "localhost", port));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port).syncUninterruptibly().channel();
        channel.pipeline().get(SslHandler.class).handshakeFuture().syncUninterruptibly();
        return channel;
    }

    private static void request(Channel channel, byte kind, boolean files, long bytes) {
        ByteBuf request = channel.alloc().directBuffer(BareServer.REQUEST_BYTES);
        request.writeByte(kind).writeBoolean(files).writeLong(bytes);
        channel.writeAndFlush(request).syncUninterruptibly();
    }

    @Override
    public void close() {
        threads.shutdownGracefully();
    }
}

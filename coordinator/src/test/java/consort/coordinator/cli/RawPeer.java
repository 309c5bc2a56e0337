package consort.coordinator.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A member with a good certificate that writes HTTP/2 frames (RFC 9113, section 4) as it likes. */
final class RawPeer implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int CANCEL = 8;
    static final int INITIAL_WINDOW_SIZE = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int PATIENCE_SECONDS = 180;
    private static final EventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("raw-peer", true), NioIoHandler.newFactory());

    private final Channel channel;
    private final Map<Integer, Integer> received;

    private RawPeer(Channel channel, Map<Integer, Integer> received) {
        this.channel = channel;
        this.received = received;
    }

    /** Returns when the handshake is done. */
    static RawPeer connect(int port, SslContext tls) {
        Map<Integer, Integer> received = new ConcurrentHashMap<>();
        Channel channel = new Bootstrap().group(GROUP).channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(tls.newHandler(opened.alloc(), "localhost", port), new Frames(received));
                    }
                }).connect("localhost", port).syncUninterruptibly().channel();
        channel.pipeline().get(SslHandler.class).handshakeFuture().syncUninterruptibly();
        return new RawPeer(channel, received);
    }

    /** Counts what comes, by the frames' type. */
    private static final class Frames extends SimpleChannelInboundHandler<ByteBuf> {

        private static final int HEAD_BYTES = 9;

        private final Map<Integer, Integer> received;
        private final ByteBuf pending = Unpooled.buffer();

        private Frames(Map<Integer, Integer> received) {
            this.received = received;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            pending.writeBytes(bytes);
            while (pending.readableBytes() >= HEAD_BYTES
                    && pending.readableBytes() >= HEAD_BYTES + pending.getUnsignedMedium(pending.readerIndex())) {
                int length = pending.readUnsignedMedium();
                received.merge((int) pending.readUnsignedByte(), 1, Integer::sum);
                pending.skipBytes(1 + Integer.BYTES + length);
            }
            pending.discardReadBytes();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cut) {
            context.close();
        }
    }

    /** The preface, and settings: pairs of identifier and value. */
    RawPeer begin(int... settings) {
        ByteBuf values = Unpooled.buffer();
        for (int i = 0; i < settings.length; i += 2) {
            values.writeShort(settings[i]).writeInt(settings[i + 1]);
        }
        return send(Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII))
                .send(frame(SETTINGS, 0, 0, values));
    }

    RawPeer send(ByteBuf bytes) {
        channel.writeAndFlush(bytes);
        return this;
    }

    /** Sends and waits until the bytes have left, or the connection has ended. */
    RawPeer sendAndWait(ByteBuf bytes) {
        channel.writeAndFlush(bytes).awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /** Takes nothing from the socket any more. */
    RawPeer stopReading() {
        channel.config().setAutoRead(false);
        return this;
    }

    static ByteBuf frame(int type, int flags, int stream, ByteBuf payload) {
        return Unpooled.wrappedBuffer(Unpooled.buffer().writeMedium(payload.readableBytes()).writeByte(type).writeByte(flags)
                .writeInt(stream), payload);
    }

    static ByteBuf frame(int type, int flags, int stream, int... words) {
        ByteBuf payload = Unpooled.buffer();
        for (int word : words) {
            payload.writeInt(word);
        }
        return frame(type, flags, stream, payload);
    }

    /** The header block of a call. */
    static ByteBuf call(String method) {
        Http2Headers headers = new DefaultHttp2Headers().method("POST").scheme("https").authority("localhost")
                .path("/" + method).add("content-type", "application/grpc").add("te", "trailers");
        ByteBuf block = Unpooled.buffer();
        try {
            new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, block);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
        return block;
    }

    /** A gRPC message in a frame that ends the caller's side. */
    static ByteBuf message(int stream, byte[] message) {
        return frame(DATA, END_STREAM, stream, grpc(message));
    }

    /** A message as gRPC frames it. */
    static ByteBuf grpc(byte[] message) {
        return Unpooled.buffer().writeByte(0).writeInt(message.length).writeBytes(message);
    }

    int received(int type) {
        return received.getOrDefault(type, 0);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Waits until the coordinator has ended the connection. */
    void awaitEnd() throws InterruptedException, TimeoutException {
        if (!channel.closeFuture().await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("the coordinator still holds the connection");
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}

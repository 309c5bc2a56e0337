package consort.proto.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Tells the peer of a connection, by a further frame of settings, that it may send frames longer than the 16 KiB which HTTP/2 (RFC 9113,
 * section 6.5.2) begins with. What a peer may send ahead stays bounded by the flow control window.
 */
public final class LargeFrames extends ChannelInboundHandlerAdapter {

    /** For headers, so that what fills a buffer, the sizes of which are powers of two, does not take one of twice the size. */
    public static final int HEADROOM_BYTES = 64;
    /**
     * A connection keeps one until it is whole, and copies it meanwhile: this long, it stays in a core's cache. Longer ones cost more by that
     * than they save.
     */
    public static final int FRAME_BYTES = (64 << 10) - HEADROOM_BYTES;

    private LargeFrames() {
    }

    /** Before anything else is added to the channel. */
    public static void on(Channel fresh) {
        fresh.pipeline().addFirst(new LargeFrames());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        ChannelHandlerContext http = context.pipeline().context(Http2ConnectionHandler.class);
        if (http != null) {
            context.pipeline().remove(this);
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http.handler();
            handler.encoder().writeSettings(http, new Http2Settings().maxFrameSize(FRAME_BYTES), http.newPromise());
            http.flush();
        }
        context.fireChannelReadComplete();
    }
}

package consort.certs;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * BoringSSL whose engines handle all records at hand in one call. Netty makes such engines for its own handlers, but for whoever asks
 * for an engine alone, as gRPC does, one that takes a record a call, for the sake of users that expect the JDK's.
 */
final class ManyRecords extends SslContext {

    private final SslContext context;

    ManyRecords(SslContext context) {
        this.context = context;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return context.newHandler(allocator).engine();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return context.newHandler(allocator, peerHost, peerPort).engine();
    }

    @Override
    public SslHandler newHandler(ByteBufAllocator allocator, Executor tasks) {
        return context.newHandler(allocator, tasks);
    }

    @Override
    public SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, Executor tasks) {
        return context.newHandler(allocator, peerHost, peerPort, tasks);
    }

    @Override
    public boolean isClient() {
        return context.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return context.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation")
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return context.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return context.sessionContext();
    }
}

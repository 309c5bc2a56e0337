package consort.certs;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A gRPC server on a real socket whose methods answer with who called them, or as told. */
final class Port implements AutoCloseable {
    static final String ENROLL = "consort.Enrollment/Enroll";
    static final String TRAIN = "consort.Work/Train";
    static final String CLOSE_PERIOD = "consort.Operation/ClosePeriod";

    private final Server server;

    /** Answers a call, on a thread on which {@link Callers} knows the caller. */
    interface Handler {
        byte[] answer(String method, byte[] request);
    }

    Port(SslContext tls, Admission admission, Gate gate) {
        this(tls, admission, gate,
                (method, request) -> Callers.identity().describe().getBytes(StandardCharsets.UTF_8));
    }

    Port(SslContext tls, Admission admission, Gate gate, Handler handler) {
        NettyServerBuilder builder = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(tls)
                .intercept(Callers.interceptor(admission, gate));
        for (String method : new String[] {ENROLL, TRAIN, CLOSE_PERIOD}) {
            builder.addService(service(method, handler));
        }
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerServiceDefinition service(String method, Handler handler) {
        return ServerServiceDefinition.builder(method.substring(0, method.indexOf('/')))
                .addMethod(unary(method), ServerCalls.asyncUnaryCall((byte[] request, StreamObserver<byte[]> reply) -> {
                    reply.onNext(handler.answer(method, request));
                    reply.onCompleted();
                }))
                .build();
    }

    int number() {
        return server.getPort();
    }

    /** A new connection to the server under the host name localhost. */
    Line dial(SslContext tls) {
        return dial(tls, "localhost");
    }

    Line dial(SslContext tls, String host) {
        return dial(tls, host, number());
    }

    /** By way of another port that passes on to this one. */
    Line dial(SslContext tls, String host, int way) {
        return new Line(NettyChannelBuilder.forAddress(host, way).sslContext(tls).build());
    }

    /** One call over a connection of its own. */
    String call(SslContext tls, String method) {
        try (Line line = dial(tls)) {
            return line.call(method);
        }
    }

    /** A client's connection. */
    record Line(ManagedChannel channel) implements AutoCloseable {
        String call(String method) {
            return new String(call(method, new byte[0]), StandardCharsets.UTF_8);
        }

        byte[] call(String method, byte[] request) {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(120, TimeUnit.SECONDS);
            return ClientCalls.blockingUnaryCall(channel, unary(method), options, request);
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private static MethodDescriptor<byte[], byte[]> unary(String method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}

package consort.coordinator.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Cuts what a call says as it ends. A description travels percent-encoded in a header, and of headers a client takes 8 KiB in
 * all: a longer one would arrive as an error about headers.
 */
final class Descriptions implements ServerInterceptor {

    private static final int MAX_BYTES = 4_000;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                super.close(status.getDescription() == null ? status : status.withDescription(fit(status.getDescription())), trailers);
            }
        }, headers);
    }

    static String fit(String description) {
        StringBuilder fitting = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < description.length(); ) {
            int point = description.codePointAt(at);
            bytes += point >= ' ' && point <= '~' && point != '%' ? 1 : 3 * Character.toString(point).getBytes(UTF_8).length;
            if (bytes > MAX_BYTES) {
                return fitting.append("...").toString();
            }
            fitting.appendCodePoint(point);
            at += Character.charCount(point);
        }
        return description;
    }
}

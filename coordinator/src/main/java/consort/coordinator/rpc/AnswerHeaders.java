package consort.coordinator.rpc;

import consort.certs.Fingerprint;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

/**
 * Begins every answer with HTTP's {@code date}, as those who join hold their clock against the coordinator's, and with
 * {@code consort-issuer}, the fingerprint of the authority that issues: who has a certificate of another one renews it.
 */
record AnswerHeaders(InstantSource clock, Supplier<Fingerprint> issuer) implements ServerInterceptor {

    static final Metadata.Key<String> DATE = Metadata.Key.of("date", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> ISSUER = Metadata.Key.of("consort-issuer", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata answer) {
                answer.put(DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
                answer.put(ISSUER, issuer.get().hex());
                super.sendHeaders(answer);
            }
        }, headers);
    }
}

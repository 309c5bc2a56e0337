package consort.worker.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Keeps what the coordinator's last answer began with. TLS vouches that it is the coordinator's. */
final class AnswerHeaders implements ClientInterceptor {

    private static final Metadata.Key<String> DATE = Metadata.Key.of("date", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> ISSUER = Metadata.Key.of("consort-issuer", Metadata.ASCII_STRING_MARSHALLER);

    private volatile Instant time;
    private volatile String issuer;

    /** Its time, to the second; empty before the first answer, and when that told none. */
    Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    /** The fingerprint of the authority that issues; empty before the first answer that told it. */
    Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onHeaders(Metadata answer) {
                        noteTime(answer.get(DATE));
                        noteIssuer(answer.get(ISSUER));
                        super.onHeaders(answer);
                    }
                }, headers);
            }
        };
    }

    private void noteIssuer(String fingerprint) {
        if (fingerprint != null) {
            issuer = fingerprint;
        }
    }

    private void noteTime(String date) {
        try {
            time = date == null ? null : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            time = null;
        }
    }
}

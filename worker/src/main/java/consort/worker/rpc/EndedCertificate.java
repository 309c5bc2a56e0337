package consort.worker.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Says of a call that got no answer that this side's own certificate has ended, when it has. In TLS 1.3 a client has sent its
 * first request by the time its certificate is refused, and the alert that says why is often lost in the reset that follows.
 *
 * @param end of the newest certificate there is; asked when a call failed
 */
record EndedCertificate(Supplier<Instant> end, InstantSource clock) implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        super.onClose(explained(status), trailers);
                    }
                }, headers);
            }
        };
    }

    private Status explained(Status status) {
        boolean unexplained = status.getCode() == Status.Code.UNAVAILABLE && !Failures.isAboutCertificates(status);
        Instant ended = end.get();
        return unexplained && clock.instant().isAfter(ended)
                ? Status.UNAUTHENTICATED.withDescription("this side's certificate ended at " + ended + ", so the coordinator lets it in"
                        + " no more: " + Failures.text(status) + ". Check this machine's clock. If it is right, an organization"
                        + " writes a request with 'consort member renew --request FILE' for the operator; workers and people: ask who"
                        + " invited you for a new invite")
                : status;
    }
}

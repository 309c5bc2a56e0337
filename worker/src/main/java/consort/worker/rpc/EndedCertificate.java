package consort.worker.rpc;

import consort.certs.TlsErrors;
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
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Says of a call that got no answer that this side's own certificate has ended, when it has. In TLS 1.3 a client has sent its
 * first request by the time its certificate is refused, and the alert that says why is often lost in the reset that follows. Where the
 * coordinator refuses it for its dates although it lasts by this machine's clock, one of the two clocks is wrong: that is no refusal, but
 * passes when the clock is set.
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
        Instant last = end.get();
        if (Failures.refusedByAlert(status) && TlsErrors.isAboutDates(status.getCause()) && last.isBefore(Instant.MAX)
                && !clock.instant().isAfter(last)) {
            return Status.UNAVAILABLE.withCause(new ClocksDiffer("the coordinator says that by its clock this side's certificate is not valid"
                    + " yet or no more; by this machine's clock, " + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ", it is, until " + last
                    + ". One of the two clocks is wrong: set this machine's right, and if it is, ask the operator about the coordinator's", status.getCause()));
        }
        boolean unexplained = status.getCode() == Status.Code.UNAVAILABLE && !Failures.isAboutCertificates(status);
        return unexplained && clock.instant().isAfter(last)
                ? Status.UNAUTHENTICATED.withDescription("this side's certificate ended at " + last + ", so the coordinator lets it in"
                        + " no more: " + Failures.text(status) + ". Check this machine's clock. If it is right, an organization"
                        + " writes a request with 'consort member renew --request FILE' for the operator; workers and people: ask who"
                        + " invited you for a new invite")
                : status;
    }
}

package consort.worker.rpc;

import consort.certs.Address;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;

/** Says in the status of a call that got no answer whom it was to reach: {@code pool.example:7443 (Connection refused)}. */
record NamingCoordinator(Address coordinator) implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        super.onClose(named(status), trailers);
                    }
                }, headers);
            }
        };
    }

    private Status named(Status status) {
        return switch (status.getCode()) {
            // A certificate that was refused is known by the cause, which therefore stays.
            case UNAVAILABLE -> Failures.isAboutCertificates(status) ? status : named(status, Failures.text(status));
            // gRPC's own text tells of its internal buffers.
            case DEADLINE_EXCEEDED -> named(status, "no answer in time");
            // A call that began just when the connection broke is told so.
            case UNKNOWN -> status.getCause() instanceof ClosedChannelException
                    ? Status.UNAVAILABLE.withDescription(coordinator + " (the connection broke)") : status;
            default -> wasReset(status) ? named(status, "it ended the connection") : status;
        };
    }

    /** As when the other process ends: gRPC then tells of frames and error codes of HTTP/2. */
    private static boolean wasReset(Status status) {
        return status.getDescription() != null && status.getDescription().contains("HTTP/2 error code");
    }

    private Status named(Status status, String why) {
        return Status.fromCode(status.getCode()).withDescription(coordinator + " (" + why + ")");
    }
}

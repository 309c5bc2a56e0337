package consort.coordinator.rpc;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections; calls on those beyond the limit are refused, and such connections end as idle. */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {

    private static final Attributes.Key<Boolean> BEYOND = Attributes.Key.create("consort.beyond-connection-limit");

    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int max) {
        this.max = max;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        boolean beyond = open.incrementAndGet() > max;
        return transport.toBuilder().set(BEYOND, beyond).build();
    }

    @Override
    public void transportTerminated(Attributes transport) {
        open.decrementAndGet();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (Boolean.TRUE.equals(call.getAttributes().get(BEYOND))) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription("the coordinator has its " + max
                    + " connections; try again later, or ask the operator to raise server.maxConnections"), new Metadata());
            return new ServerCall.Listener<>() {
            };
        }
        return next.startCall(call, headers);
    }
}

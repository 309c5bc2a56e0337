package consort.coordinator.rpc;

import consort.certs.Identity;
import consort.certs.Peers;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * Counts connections, in all and of each identity. Calls on those beyond a limit are refused with the reason; a moment later
 * such a connection is cut. The operator's count only among themselves: who is to mend things gets in.
 */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {

    /** In which a peer's first call can still learn the reason. */
    private static final long REFUSING_MILLIS = 5000;
    private static final Attributes.Key<Counted> COUNTED = Attributes.Key.create("consort.counted-connection");

    /** A connection that is counted for a peer, or why calls on it are refused. */
    private record Counted(String peer, boolean operator, Optional<String> refusal) {
    }

    private final Accepted accepted;
    private final int max;
    private final int maxPerPeer;
    private final Map<String, Integer> byPeer = new HashMap<>();
    private int open;

    ConnectionLimit(Accepted accepted, int max, int maxPerPeer) {
        this.accepted = accepted;
        this.max = max;
        this.maxPerPeer = maxPerPeer;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        Optional<Identity> identity = Optional.ofNullable(session).flatMap(Peers::identity);
        Counted counted = count(identity.map(Caller::name).orElse(""),
                identity.filter(Identity.Operator.class::isInstance).isPresent());
        if (counted.refusal().isPresent()) {
            accepted.cut(transport, REFUSING_MILLIS);
        }
        return transport.toBuilder().set(COUNTED, counted).build();
    }

    /** What is refused takes nobody's place, although it stays for a moment. */
    private synchronized Counted count(String peer, boolean operator) {
        if (byPeer.getOrDefault(peer, 0) >= maxPerPeer) {
            return new Counted(peer, operator, Optional.of(peer + " has its " + maxPerPeer
                    + " connections; close one, or ask the operator to raise server.maxConnectionsPerPeer"));
        }
        if (!operator && open >= max) {
            return new Counted(peer, false, Optional.of("the coordinator has its "
                    + max + " connections; try again later, or ask the operator to raise server.maxConnections"));
        }
        byPeer.merge(peer, 1, Integer::sum);
        open += operator ? 0 : 1;
        return new Counted(peer, operator, Optional.empty());
    }

    /** @param transport null when the handshake failed, so that the connection was never counted */
    @Override
    public synchronized void transportTerminated(Attributes transport) {
        Counted counted = transport == null ? null : transport.get(COUNTED);
        if (counted != null && counted.refusal().isEmpty()) {
            open -= counted.operator() ? 0 : 1;
            byPeer.computeIfPresent(counted.peer(), (peer, count) -> count == 1 ? null : count - 1);
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> refusal = call.getAttributes().get(COUNTED).refusal();
        if (refusal.isPresent()) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(refusal.get()), new Metadata());
            return new ServerCall.Listener<>() {
            };
        }
        return next.startCall(call, headers);
    }
}

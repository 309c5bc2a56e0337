package consort.coordinator.rpc;

import consort.certs.Admission;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.IssuedCertificate;
import consort.certs.Peers;
import consort.ledger.entry.WorkerId;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** All connections with the certificate that each showed, so that those of somebody whose part ended can be cut. */
final class Connections extends ServerTransportFilter {

    private static final Attributes.Key<Long> NUMBER = Attributes.Key.create("consort.connection");

    private record Open(X509Certificate certificate, Attributes transport) {
    }

    private final Accepted accepted;
    private final Admission admission;
    private final Executor executor;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    /** @param executor looks at certificates again: that takes a signature's verification, and other connections share the network's thread */
    Connections(Accepted accepted, Admission admission, Executor executor) {
        this.accepted = accepted;
        this.admission = admission;
        this.executor = executor;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        Optional<X509Certificate> certificate =
                Optional.ofNullable(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)).flatMap(Peers::certificate);
        if (certificate.isEmpty()) {
            return transport;
        }
        long number = numbers.incrementAndGet();
        Open connection = new Open(certificate.get(), transport);
        open.put(number, connection);
        // The revocation may have come between the handshake and this moment. Each call is looked at as well, so this may come later.
        try {
            executor.execute(() -> cutIfRevoked(connection));
        } catch (RejectedExecutionException stopping) {
            // Then the connection ends as well.
        }
        return transport.toBuilder().set(NUMBER, number).build();
    }

    /** @param transport null when the handshake failed */
    @Override
    public void transportTerminated(Attributes transport) {
        if (transport != null && transport.get(NUMBER) != null) {
            open.remove(transport.get(NUMBER));
        }
    }

    /** Cuts those whose certificate counts no more, with all their calls and transfers. */
    void cutRevoked() {
        open.values().forEach(this::cutIfRevoked);
    }

    /** Cuts those of a worker, after a while in which it can read what it was told. */
    void cut(WorkerId worker, long afterMillis) {
        open.values().stream().filter(connection -> isOf(worker, connection.certificate()))
                .forEach(connection -> accepted.cut(connection.transport(), afterMillis));
    }

    private static boolean isOf(WorkerId worker, X509Certificate certificate) {
        try {
            return IssuedCertificate.of(certificate).identity() instanceof Identity.Worker identity
                    && Caller.worker(identity).equals(worker);
        } catch (CertsException ofAnInvite) {
            return false;
        }
    }

    private void cutIfRevoked(Open connection) {
        if (admission.isRevoked(connection.certificate())) {
            accepted.cut(connection.transport(), 0);
        }
    }
}

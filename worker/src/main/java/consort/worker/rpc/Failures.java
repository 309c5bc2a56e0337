package consort.worker.rpc;

import consort.certs.TlsErrors;
import consort.worker.network.ProxyErrors;
import consort.worker.session.Event;
import consort.worker.session.Fatal;
import consort.worker.session.PeerText;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/** What a gRPC status means to a member or worker. */
public final class Failures {

    /** How gRPC describes every failed connection; what failed is in the cause. */
    private static final String NOTHING_SAID = "io exception";

    /** What gRPC says of the end of a connection that was kept for its stream only. */
    private static final String CHANNEL_SHUT_DOWN = "Channel shutdown invoked";

    /** No sentence is longer. */
    private static final int MAX_CHARACTERS = 2000;

    private Failures() {
    }

    /** One sentence for a person; the coordinator's own words, or a proxy's, are made fit for one line of a terminal. */
    public static String text(Status status) {
        return PeerText.shown(sentence(status), MAX_CHARACTERS);
    }

    private static String sentence(Status status) {
        if (status.getCause() instanceof ClocksDiffer clocks) {
            return clocks.getMessage();
        }
        Optional<String> tls = TlsErrors.explain(status.getCause());
        if (tls.isPresent()) {
            return tls.get();
        }
        Optional<String> proxy = ProxyErrors.explain(status.getCause());
        if (proxy.isPresent()) {
            return proxy.get();
        }
        String description = withoutInternals(status.getDescription());
        Throwable cause = rootCause(status.getCause());
        Optional<String> why = Optional.ofNullable(cause).map(Failures::words);
        if (why.isPresent() && NOTHING_SAID.equals(description)) {
            return why.get();
        }
        return (description == null || description.isEmpty() ? "the coordinator answered " + status.getCode() : description)
                + why.map(text -> " (" + text + ")").orElse("");
    }

    /** A connection that just closed has no words. */
    private static String words(Throwable cause) {
        return cause instanceof ClosedChannelException && cause.getMessage() == null ? "the connection broke" : cause.getMessage();
    }

    /** Netty adds how its pipeline looked, which says nothing to a person. */
    private static String withoutInternals(String description) {
        if (CHANNEL_SHUT_DOWN.equals(description)) {
            return "the connection ended";
        }
        int pipeline = description == null ? -1 : description.indexOf("Channel Pipeline:");
        return pipeline < 0 ? description : description.substring(0, pipeline).strip();
    }

    /** How the end of a stream is to be taken. */
    static Event ended(long connection, Status status) {
        String text = text(status);
        return switch (status.getCode()) {
            case PERMISSION_DENIED, UNIMPLEMENTED -> new Event.Rejected(connection, Fatal.REFUSED, text);
            default -> refusesCertificate(status)
                    ? new Event.Rejected(connection, Fatal.CERTIFICATE, text)
                    : new Event.Disconnected(connection, text);
        };
    }

    /** Whether this side's certificate counts no more: whatever is asked with it, the answer will be the same. */
    public static boolean refusesCertificate(Status status) {
        return status.getCode() == Status.Code.UNAUTHENTICATED || refusedByAlert(status) && !clocksDiffer(status);
    }

    /** Whether a certificate, of this side or of the coordinator, was refused for its dates alone, and will do once a clock is set right. */
    public static boolean clocksDiffer(Status status) {
        return status.getCause() instanceof ClocksDiffer || !refusedByAlert(status) && TlsErrors.isAboutDates(status.getCause());
    }

    /** Whether the same transfer may succeed later. */
    public static boolean again(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED -> false;
            default -> true;
        };
    }

    /** Whether one side refused the other's certificate. */
    public static boolean isAboutCertificates(Status status) {
        return TlsErrors.explain(status.getCause()).isPresent();
    }

    /** The coordinator looked at this side's certificate and said no. */
    public static boolean refusedByAlert(Status status) {
        return TlsErrors.explain(status.getCause()).filter(text -> text.startsWith("the coordinator refused")).isPresent();
    }

    /** The coordinator answered, takes this side's certificate, and says no to what was asked. */
    public static boolean isRefusal(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNAUTHENTICATED -> false;
            default -> true;
        };
    }

    private static Throwable rootCause(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; root != null && root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }
}

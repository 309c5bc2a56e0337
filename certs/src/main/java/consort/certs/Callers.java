package consort.certs;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * Every call's caller. The interceptor lets a call through only if {@link Admission} still knows its certificate
 * (else {@code UNAUTHENTICATED}) and {@link Gate} opens for it (else {@code PERMISSION_DENIED}); a handler then asks
 * {@link #identity()}.
 */
public final class Callers {
    private static final Context.Key<Principal> PRINCIPAL = Context.key("consort.caller.principal");
    private static final Context.Key<X509Certificate> CERTIFICATE = Context.key("consort.caller.certificate");

    private Callers() {}

    /** Install it as the server's outermost interceptor: the last that is added to the server builder. */
    public static ServerInterceptor interceptor(Admission admission, Gate gate) {
        return new Guard(admission, gate);
    }

    /** Who makes the current call. @throws IllegalStateException outside a call that the interceptor let through */
    public static Identity identity() {
        return principal().identity();
    }

    /** As {@link #identity}, with who issued it. */
    public static Principal principal() {
        return current(PRINCIPAL);
    }

    /** The current caller's certificate, for {@link Authority#renew}. */
    public static X509Certificate certificate() {
        return current(CERTIFICATE);
    }

    private static <T> T current(Context.Key<T> key) {
        T value = key.get();
        if (value == null) {
            throw new IllegalStateException("no call with a known caller: is the interceptor installed?");
        }
        return value;
    }

    private record Guard(Admission admission, Gate gate) implements ServerInterceptor {
        private Guard {
            Objects.requireNonNull(admission, "admission");
            Objects.requireNonNull(gate, "gate");
        }

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            Optional<X509Certificate> certificate = Optional.ofNullable(session).flatMap(Peers::certificate);
            if (certificate.isEmpty()) {
                return refuse(call, Status.UNAUTHENTICATED, "this connection showed no certificate");
            }
            Principal caller;
            try {
                caller = admission.admitAgain(certificate.get());
            } catch (CertificateException e) {
                return refuse(call, Status.UNAUTHENTICATED, e.getMessage());
            }
            String method = call.getMethodDescriptor().getFullMethodName();
            if (!gate.admits(method, caller)) {
                return refuse(call, Status.PERMISSION_DENIED, gate.refusal(method, caller));
            }
            Context context = Context.current()
                    .withValue(PRINCIPAL, caller).withValue(CERTIFICATE, certificate.get());
            return Contexts.interceptCall(context, call, headers, next);
        }

        private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status, String why) {
            call.close(status.withDescription(why), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}

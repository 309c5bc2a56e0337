package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A coordinator's port on a real socket with one provider of TLS, and what both sides say when they refuse. */
abstract class ConnectionFixture {
    static final String EXPIRED = "certificate or invite has expired, or is not valid yet";
    static final String REVOKED = "certificate was revoked, or its invite was used or withdrawn";
    static final String UNKNOWN = "knows no such invite";
    private static final String JDK_CANNOT_SAY = "the coordinator's log says which";
    static final String NOT_OURS = "is not one of the coordinator's consortium for clients";

    final Pki acme = new Pki("acme", 1);
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    final Map<InviteHash, InviteStanding> invites = new ConcurrentHashMap<>();
    final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
    final Admission admission = acme.admission(revoked,
            invite -> invites.getOrDefault(invite, InviteStanding.UNKNOWN), refusals::add);
    final Port port = open(acme.coordinator("localhost", "127.0.0.1"));

    abstract SslProvider provider();

    Port open(Credential coordinator) {
        return new Port(Tls.server(() -> coordinator, admission, provider()), admission,
                (method, caller) -> switch (caller.identity()) {
                    case Identity.Operator operator -> true;
                    case Identity.Organization organization -> method.equals(Port.TRAIN);
                    case Identity.Worker worker -> method.equals(Port.TRAIN)
                            && worker.organization().equals(new Name("beta"));
                    case Identity.Person person -> false;
                    case Identity.Coordinator coordinatorItself -> false;
                    case Identity.Bootstrap bootstrap -> method.equals(Port.ENROLL);
                });
    }

    @AfterEach
    void closePort() {
        port.close();
    }

    SslContext client(Credential member) {
        return client(member, acme);
    }

    SslContext client(Credential member, Pki trusted) {
        return Tls.client(() -> member, CoordinatorTrust.known(trusted.authority.certificate(), trusted), provider());
    }

    SslContext enrolling(Invite invite) {
        return Tls.enrollment(invite, acme, acme.random, provider());
    }

    Invite openInvite() {
        Invite invite = Invite.create(Pki.ADDRESS, acme.worker("beta", "w1"), acme.fingerprint(), acme.random);
        invites.put(invite.hash(), InviteStanding.OPEN);
        return invite;
    }

    final void assertRefusedByServer(SslContext tls, String serverSays, String clientIsTold) {
        StatusRuntimeException refused =
                assertStatusCode(() -> port.call(tls, Port.TRAIN), Set.of(Status.Code.UNAVAILABLE));
        assertThat(nextRefusal()).contains(serverSays);
        assertExplained(refused, provider() == SslProvider.JDK ? JDK_CANNOT_SAY : clientIsTold);
    }

    static void assertExplained(Throwable refused, String told) {
        assertThat(TlsErrors.explain(refused)).as(() -> causes(refused)).hasValueSatisfying(
                said -> assertThat(said).startsWith("the coordinator refused the connection: ").contains(told));
    }

    private static String causes(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private String nextRefusal() {
        try {
            String refusal = refusals.poll(120, TimeUnit.SECONDS);
            return refusal == null ? "(the server refused nobody)" : refusal;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void assertRefusedByClient(Port port, SslContext tls, String message) {
        StatusRuntimeException refused =
                assertStatusCode(() -> port.call(tls, Port.TRAIN), Set.of(Status.Code.UNAVAILABLE));
        assertThat(TlsErrors.explain(refused)).hasValueSatisfying(said ->
                assertThat(said).startsWith("this side refused the server: ").contains(message));
    }

    static void assertStatus(Runnable call, Status.Code code, String description) {
        assertThat(assertStatusCode(call, Set.of(code)).getStatus().getDescription()).contains(description);
    }

    static StatusRuntimeException assertStatusCode(Runnable call, Set<Status.Code> codes) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(refused).as("the call went through").isNotNull();
        assertThat(refused.getStatus().getCode()).as(refused.toString()).isIn(codes);
        return refused;
    }
}

package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from an invite to a renewed certificate, through the public face and over a real socket. */
class EnrollmentTest {
    private static final String RENEW = Port.TRAIN;

    private final Pki acme = new Pki("acme", 20);
    private final Map<InviteHash, Identity.Member> open = new ConcurrentHashMap<>();
    private final Admission admission = acme.admission(Set.of(),
            invite -> open.containsKey(invite) ? InviteStanding.OPEN : InviteStanding.ENDED, refusal -> {});
    private final Port port = open();

    private Port open() {
        Credential coordinator = acme.coordinator("localhost");
        Gate gate = (method, caller) ->
                method.equals(caller.identity() instanceof Identity.Bootstrap ? Port.ENROLL : RENEW);
        return new Port(Tls.server(() -> coordinator, admission), admission, gate, this::answer);
    }

    @AfterEach
    void closePort() {
        port.close();
    }

    private byte[] answer(String method, byte[] request) {
        SigningRequest key = SigningRequest.parse(request);
        return encode(switch (Callers.identity()) {
            case Identity.Bootstrap bootstrap ->
                acme.authority.issue(key, open.remove(bootstrap.invite()), Pki.LIFETIME, acme.instant());
            case Identity.Issued issued ->
                acme.authority.renew(Callers.certificate(), key, Pki.LIFETIME, acme.instant());
        });
    }

    private static byte[] encode(List<X509Certificate> chain) {
        return Certificates.encode(chain).stream()
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static List<X509Certificate> decode(byte[] reply) {
        return Certificates.decode(Stream.of(new String(reply, StandardCharsets.US_ASCII).split(" "))
                .map(Base64.getDecoder()::decode)
                .toList());
    }

    private Credential obtain(SslContext tls, String method, Fingerprint authority, Identity.Issued identity) {
        PendingCredential pending = PendingCredential.create(acme.random);
        try (Port.Line line = port.dial(tls)) {
            List<X509Certificate> answer = decode(line.call(method, pending.signingRequest()));
            return pending.complete(answer, authority, identity, acme.instant());
        }
    }

    @Test
    void anInviteBecomesACertificateOnceAndIsThenRenewed(@TempDir Path folder) {
        Invite issued = Invite.create(Pki.ADDRESS, acme.worker("beta", "w1"), acme.fingerprint(), acme.random);
        open.put(issued.hash(), issued.invited());

        Invite invite = Invite.parse(issued.line());
        SslContext enrolling = Tls.enrollment(invite, acme, acme.random);
        obtain(enrolling, Port.ENROLL, invite.authority(), invite.invited()).save(folder.resolve("worker.pem"));
        Credential first = Credential.load(folder.resolve("worker.pem"));
        assertThat(first.issued().identity()).isEqualTo(acme.worker("beta", "w1"));
        assertThatThrownBy(() -> obtain(enrolling, Port.ENROLL, invite.authority(), invite.invited()))
                .isInstanceOf(StatusRuntimeException.class);

        acme.setClock(first.renewAt());
        AuthorityCertificate authority = AuthorityCertificate.of(first.chain().getLast());
        SslContext member = Tls.client(() -> first, authority, acme);
        Credential second = obtain(member, RENEW, authority.fingerprint(), first.issued().identity());

        assertThat(second.issued().identity()).isEqualTo(first.issued().identity());
        assertThat(second.certificate().getNotAfter().toInstant()).isEqualTo(first.renewAt().plus(Pki.LIFETIME));
        assertThat(second.certificate().getPublicKey()).isNotEqualTo(first.certificate().getPublicKey());
        assertThat(first.renewAt()).isBetween(Pki.START.plus(Duration.ofDays(4)), Pki.START.plus(Duration.ofDays(5)));
    }
}

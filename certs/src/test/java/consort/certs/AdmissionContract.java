package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Who gets through to a handler, and who is refused by the server, with what each side is told. */
abstract class AdmissionContract extends ConnectionFixture {
    @Test
    void knowsOperatorOrganizationAndWorker() {
        assertThat(port.call(client(acme.credential(acme.operator())), Port.CLOSE_PERIOD))
                .isEqualTo("the operator of consortium acme");
        assertThat(port.call(client(acme.credential(acme.organization("beta"))), Port.TRAIN))
                .isEqualTo("organization beta in consortium acme");
        assertThat(port.call(client(acme.credential(acme.worker("beta", "w1"))), Port.TRAIN))
                .isEqualTo("worker w1 of organization beta in consortium acme");
        assertThat(refusals).isEmpty();
    }

    @Test
    void reachesTheServerByItsIpAddress() {
        try (Port.Line line = port.dial(client(acme.credential(acme.operator())), "127.0.0.1")) {
            assertThat(line.call(Port.TRAIN)).startsWith("the operator");
        }
    }

    @Test
    void letsTheHolderOfAnInviteEnrollAndNothingElse() {
        Invite invite = openInvite();
        try (Port.Line line = port.dial(enrolling(invite))) {
            assertThat(line.call(Port.ENROLL)).startsWith("the holder of invite " + invite.hash().hex().substring(0, 16));
            assertStatus(() -> line.call(Port.TRAIN), Status.Code.PERMISSION_DENIED, "may not call consort.Work/Train");
        }
    }

    @Test
    void usesARenewedCredentialForTheNextConnection() {
        AtomicReference<Credential> newest = new AtomicReference<>(acme.credential(acme.worker("beta", "w1")));
        SslContext tls = Tls.client(
                newest::get, CoordinatorTrust.known(acme.authority.certificate(), acme), provider());
        revoked.add(newest.get().issued().serial());
        newest.set(acme.credential(acme.worker("beta", "w2")));

        assertThat(port.call(tls, Port.TRAIN)).startsWith("worker w2");
    }

    @Test
    void refusesAWorkerOfTheWrongOrganizationAtTheGate() {
        assertStatus(() -> port.call(client(acme.credential(acme.worker("carol", "w1"))), Port.TRAIN),
                Status.Code.PERMISSION_DENIED, "worker w1 of organization carol in consortium acme may not call");
    }

    @Test
    void refusesAnExpiredCertificate() {
        Credential member = acme.credential(acme.operator());
        SslContext tls = Tls.client(() -> member,
                CoordinatorTrust.known(acme.authority.certificate(), () -> Pki.START), provider());
        acme.setClock(Pki.START.plus(Pki.LIFETIME).plusSeconds(1));

        assertRefusedByServer(tls, "expired at 2031-05-08T12:00:00Z", EXPIRED);
    }

    @Test
    void refusesACertificateThatIsNotYetValid() {
        assertRefusedByServer(client(issuedAt(Pki.START.plus(Duration.ofDays(2)))),
                "is not valid before 2031-05-03T11:55:00Z", EXPIRED);
    }

    private Credential issuedAt(Instant instant) {
        PendingCredential pending = PendingCredential.create(acme.random);
        var chain = acme.authority.issue(
                SigningRequest.parse(pending.signingRequest()), acme.operator(), Pki.LIFETIME, instant);
        return pending.complete(chain, acme.fingerprint(), acme.operator(), instant);
    }

    @Test
    void acceptsAClockThatIsAFewMinutesBehind() {
        acme.setClock(Pki.START.minusSeconds(240));
        assertThat(port.call(client(acme.credential(acme.operator())), Port.TRAIN)).startsWith("the operator");
    }

    @Test
    void refusesAMemberOfAnotherConsortium() {
        Pki other = new Pki("other", 2);
        SslContext tls = client(other.credential(other.operator()), acme);
        assertRefusedByServer(tls, "was not issued by the authority of acme", NOT_OURS);
    }

    @Test
    void refusesAForgedAuthorityOfTheSameName() {
        Pki forged = new Pki("acme", 3);
        SslContext tls = client(forged.credential(forged.operator()), acme);
        assertRefusedByServer(tls, "was not issued by the authority of acme", NOT_OURS);
    }

    @Test
    void refusesAnInviteThatNobodyIssued() {
        Invite unknown = Invite.create(Pki.ADDRESS, acme.worker("beta", "w1"), acme.fingerprint(), acme.random);
        assertRefusedByServer(enrolling(unknown), "no invite has its key (" + unknown.hash() + ")", UNKNOWN);
    }

    @Test
    void tellsTheHolderOfAnInviteThatExpiredFromOneWhoseInviteWasUsed() {
        Invite late = openInvite();
        invites.put(late.hash(), InviteStanding.EXPIRED);
        assertRefusedByServer(enrolling(late), "the invite " + late.hash() + " has expired", EXPIRED);
        Invite used = openInvite();
        invites.put(used.hash(), InviteStanding.ENDED);
        assertRefusedByServer(enrolling(used), "the invite " + used.hash() + " was used or withdrawn", REVOKED);
    }

    @Test
    void refusesAnInviteThatWasUsedOnANewConnection() {
        Invite invite = openInvite();
        SslContext tls = enrolling(invite);
        assertThat(port.call(tls, Port.ENROLL)).startsWith("the holder");
        invites.put(invite.hash(), InviteStanding.ENDED);

        // A resumed TLS session skips the handshake's check, and meets the one at the call.
        assertStatusCode(() -> port.call(tls, Port.ENROLL), Set.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED));
    }

    @Test
    void refusesAnInviteThatWasUsedOnTheSameConnection() {
        Invite invite = openInvite();
        try (Port.Line line = port.dial(enrolling(invite))) {
            assertThat(line.call(Port.ENROLL)).startsWith("the holder");
            invites.put(invite.hash(), InviteStanding.ENDED);
            assertStatus(() -> line.call(Port.ENROLL), Status.Code.UNAUTHENTICATED, "was used or withdrawn");
        }
    }

    @Test
    void refusesARevokedCertificateOnOpenAndNewConnections() {
        Credential member = acme.credential(acme.worker("beta", "w1"));
        try (Port.Line line = port.dial(client(member))) {
            assertThat(line.call(Port.TRAIN)).startsWith("worker w1");
            revoked.add(member.issued().serial());
            assertStatus(() -> line.call(Port.TRAIN), Status.Code.UNAUTHENTICATED, "was revoked");
        }
        assertRefusedByServer(client(member), "of worker w1 of organization beta in consortium acme was revoked",
                REVOKED);
    }

    @Test
    void endsAnOpenConnectionsCallsWhenItsCertificateExpires() {
        Credential member = acme.credential(acme.operator());
        try (Port.Line line = port.dial(client(member))) {
            assertThat(line.call(Port.TRAIN)).startsWith("the operator");
            acme.setClock(Pki.START.plus(Pki.LIFETIME).plusSeconds(1));
            assertStatus(() -> line.call(Port.TRAIN), Status.Code.UNAUTHENTICATED, "expired at 2031-05-08T12:00:00Z");
        }
    }

    @Test
    void refusesAnInviteHolderWhoWritesAMembersNameIntoTheCertificate() {
        KeyPair key = P256.generate(acme.random);
        invites.put(InviteHash.of(key.getPublic()), InviteStanding.OPEN);
        X509Certificate self = Forgery.selfSigned(key, acme.operator().uri(), acme.random);
        assertRefusedByServer(client(new Credential(key.getPrivate(), List.of(self))),
                "claims a name: only the authority gives names", NOT_OURS);
    }

    @Test
    void refusesAnInviteHolderWhoNamesTheAuthorityAsIssuer() {
        KeyPair key = P256.generate(acme.random);
        invites.put(InviteHash.of(key.getPublic()), InviteStanding.OPEN);
        X509Certificate forged = Forgery.issuedInTheNameOf(acme.authority.certificate(), key, acme.operator(), acme.random);
        assertRefusedByServer(client(new Credential(key.getPrivate(), List.of(forged))), "was not issued by", NOT_OURS);
    }

    @Test
    void refusesTheCoordinatorsCertificateAsAClients() {
        assertRefusedByServer(client(acme.coordinator("localhost")), "certificate for servers, not for clients", NOT_OURS);
    }

    @Test
    void refusesAClientWithoutACertificate() throws SSLException {
        SslContext bare = GrpcSslContexts.configure(SslContextBuilder.forClient(), provider())
                .trustManager(InsecureTrustManagerFactory.INSTANCE).protocols("TLSv1.3").build();
        StatusRuntimeException refused =
                assertStatusCode(() -> port.call(bare, Port.TRAIN), Set.of(Status.Code.UNAVAILABLE));
        assertExplained(refused, "showed no certificate: enroll first");
    }

    @Test
    void refusesTls12() throws Exception {
        SSLContext old = SSLContext.getInstance("TLSv1.2");
        old.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        try (SSLSocket socket = (SSLSocket) old.getSocketFactory().createSocket("localhost", port.number())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            IOException refused = catchThrowableOfType(IOException.class, socket::startHandshake);
            assertThat(refused).hasMessageContaining("protocol_version");
            assertThat(TlsErrors.explain(refused)).hasValueSatisfying(
                    message -> assertThat(message).contains("TLS 1.3 is needed"));
        }
    }
}

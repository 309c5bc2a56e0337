package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which servers a member, and somebody who enrolls, believes to be the coordinator. */
abstract class CoordinatorTrustContract extends ConnectionFixture {
    @Test
    void showsTheServersRenewedCertificateToTheNextConnection() {
        AtomicReference<Credential> newest = new AtomicReference<>(acme.coordinator("pool.example"));
        SslContext tls = client(acme.credential(acme.operator()));
        try (Port renewing = new Port(
                Tls.server(newest::get, admission, provider()), admission, (method, caller) -> true)) {
            assertRefusedByClient(renewing, tls, "not for localhost");
            newest.set(acme.coordinator("localhost"));
            assertThat(renewing.call(tls, Port.TRAIN)).startsWith("the operator");
        }
    }

    @Test
    void refusesAServerOfAnotherHostName() {
        try (Port elsewhere = open(acme.coordinator("pool.example", "192.0.2.7"))) {
            assertRefusedByClient(elsewhere, client(acme.credential(acme.operator())),
                    "the server's certificate is for [pool.example, 192.0.2.7], not for localhost");
        }
    }

    @Test
    void refusesAServerOfAnotherAuthority() {
        Pki forged = new Pki("acme", 4);
        try (Port elsewhere = open(forged.coordinator("localhost"))) {
            assertRefusedByClient(elsewhere, client(acme.credential(acme.operator())),
                    "was not issued by the authority of acme");
        }
    }

    @Test
    void refusesAMembersCertificateAsAServers() {
        try (Port elsewhere = open(acme.credential(acme.worker("beta", "localhost")))) {
            assertRefusedByClient(elsewhere, client(acme.credential(acme.operator())),
                    "the server is worker localhost of organization beta in consortium acme, not a coordinator");
        }
    }

    @Test
    void refusesAnExpiredServer() {
        Credential member = acme.credential(acme.operator());
        Pki late = new Pki("late", 5);
        late.setClock(Pki.START.plus(Pki.LIFETIME).plusSeconds(1));
        SslContext tls = Tls.client(
                () -> member, CoordinatorTrust.known(acme.authority.certificate(), late), provider());
        assertRefusedByClient(port, tls, "expired at 2031-05-08T12:00:00Z");
    }

    /** Its dates are no reason to go on trying once the clock is set. */
    @Test
    void refusesAnExpiredServerOfAnotherAuthorityForTheAuthorityAlone() {
        Credential member = acme.credential(acme.operator());
        Pki late = new Pki("late", 5);
        late.setClock(Pki.START.plus(Pki.LIFETIME).plusSeconds(1));
        SslContext tls = Tls.client(() -> member, CoordinatorTrust.known(acme.authority.certificate(), late), provider());
        try (Port stranger = open(new Pki("acme", 8).coordinator("localhost"))) {
            StatusRuntimeException refused = assertStatusCode(() -> stranger.call(tls, Port.TRAIN), Set.of(Status.Code.UNAVAILABLE));
            assertThat(TlsErrors.explain(refused)).hasValueSatisfying(said -> assertThat(said).contains("was not issued by the authority of acme"));
            assertThat(TlsErrors.isAboutDates(refused)).isFalse();
        }
        StatusRuntimeException expired = assertStatusCode(() -> port.call(tls, Port.TRAIN), Set.of(Status.Code.UNAVAILABLE));
        assertThat(TlsErrors.isAboutDates(expired)).isTrue();
    }

    @Test
    void refusesAServerOfAnotherFingerprintWhenEnrolling() {
        Pki forged = new Pki("acme", 6);
        Invite invite = openInvite();
        try (Port elsewhere = open(forged.coordinator("localhost"))) {
            assertRefusedByClient(elsewhere, enrolling(invite),
                    "does not belong to the authority of the invite (fingerprint " + acme.fingerprint() + ")");
        }
    }

    @Test
    void refusesAServerThatShowsTheRightAuthorityBesideAForeignCertificate() {
        Pki forged = new Pki("acme", 7);
        Credential foreign = forged.coordinator("localhost");
        Credential mixed = new Credential(foreign.key(),
                List.of(foreign.certificate(), acme.authority.certificate().certificate()));
        try (Port elsewhere = open(mixed)) {
            assertRefusedByClient(elsewhere, enrolling(openInvite()), "was not issued by the authority of acme");
        }
    }

    @Test
    void refusesAnInviteWhoseConsortiumIsNotTheAuthoritys() {
        Pki other = new Pki("other", 8);
        Invite crossed = Invite.create(Pki.ADDRESS, other.worker("beta", "w1"), acme.fingerprint(), acme.random);
        invites.put(crossed.hash(), InviteStanding.OPEN);
        assertRefusedByClient(port, enrolling(crossed),
                "the invite is for consortium other, but its authority is that of acme");
    }
}

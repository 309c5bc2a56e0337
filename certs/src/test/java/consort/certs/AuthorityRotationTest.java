package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Two authorities of one consortium, while both count and after. */
class AuthorityRotationTest {

    private final Pki old = new Pki("acme", 1);
    private final Pki next = new Pki("acme", 2);
    private final Pki stranger = new Pki("acme", 3);
    private final AtomicReference<Authorities> counting =
            new AtomicReference<>(new Authorities(List.of(old.authority.certificate(), next.authority.certificate())));
    private final Admission admission =
            new Admission(counting::get, old, issued -> false, invite -> InviteStanding.UNKNOWN, refused -> { });

    private static Credential worker(Pki authority) {
        return authority.credential(authority.worker("beta", "w1"));
    }

    @Test
    void bothAreLetInEachWithItsOwnIssuer() throws Exception {
        for (Pki authority : List.of(old, next)) {
            Principal principal = admission.admit(worker(authority).certificate());
            assertThat(principal.issuer()).isEqualTo(Optional.of(authority.fingerprint()));
            assertThat(admission.admitAgain(worker(authority).certificate())).isEqualTo(principal);
            assertThat(admission.isRevoked(worker(authority).certificate())).isFalse();
        }
        assertThatThrownBy(() -> admission.admit(worker(stranger).certificate())).isInstanceOf(CertificateException.class)
                .hasMessageContaining(old.fingerprint().hex()).hasMessageContaining(next.fingerprint().hex());
    }

    @Test
    void aRetiredAuthoritysCertificatesCountNoMoreOnOpenConnectionsToo() throws Exception {
        Credential held = worker(old);
        admission.admit(held.certificate());
        counting.set(Authorities.of(next.authority.certificate()));
        assertThat(admission.isRevoked(held.certificate())).isTrue();
        assertThatThrownBy(() -> admission.admitAgain(held.certificate())).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> admission.admit(held.certificate())).isInstanceOf(CertificateException.class);
        admission.admit(worker(next).certificate());
    }

    @Test
    void theNextAuthorityRenewsWhatTheOldOneIssued() {
        Credential held = worker(old);
        PendingCredential pending = PendingCredential.create(next.random);
        var chain = next.authority.renew(held.certificate(), counting.get(), SigningRequest.parse(pending.signingRequest()),
                Duration.ofDays(1), Pki.START);
        Credential renewed = pending.complete(chain, counting.get(), held.issued().identity(), Pki.START);
        assertThat(counting.get().issuer(renewed.certificate())).contains(next.authority.certificate());
        assertThatThrownBy(() -> next.authority.renew(worker(stranger).certificate(), counting.get(),
                SigningRequest.parse(pending.signingRequest()), Duration.ofDays(1), Pki.START)).isInstanceOf(CertsException.class);
        assertThatThrownBy(() -> pending.complete(chain, Authorities.of(old.authority.certificate()),
                held.issued().identity(), Pki.START)).isInstanceOf(CertsException.class);
    }

    @Test
    void authoritiesOfSeveralConsortiaAreNotMixed() {
        assertThatThrownBy(() -> new Authorities(List.of(
                old.authority.certificate(), new Pki("other", 4).authority.certificate()))).isInstanceOf(CertsException.class);
        assertThatThrownBy(() -> new Authorities(List.of())).isInstanceOf(CertsException.class);
    }

    @Test
    void aCertificateIsRenewedAfterTwoThirdsOfItsLifeHoweverShort() {
        PendingCredential pending = PendingCredential.create(old.random);
        Credential brief = pending.complete(old.authority.issue(SigningRequest.parse(pending.signingRequest()),
                old.worker("beta", "w1"), Duration.ofSeconds(9), Pki.START), old.fingerprint(), old.worker("beta", "w1"), Pki.START);
        assertThat(brief.renewAt()).isEqualTo(Pki.START.plusSeconds(6));
    }
}

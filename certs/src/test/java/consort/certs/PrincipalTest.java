package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {

    private final Pki acme = new Pki("acme", 1);
    private final Admission admission = acme.admission(Set.of(), invite -> InviteStanding.UNKNOWN, refusal -> { });

    @Test
    void anIdentityComesWithItsIssuer() throws CertificateException {
        Principal operator = admission.admitAgain(acme.credential(acme.operator()).certificate());
        assertThat(operator).isEqualTo(new Principal(acme.operator(), Optional.of(acme.fingerprint())));
    }

    @Test
    void theSameNameByAnotherIssuerIsRefusedAtACallToo() {
        Pki namesake = new Pki("acme", 2);
        assertThatThrownBy(() -> admission.admitAgain(namesake.credential(namesake.operator()).certificate()))
                .isInstanceOf(CertificateException.class).hasMessageContaining("was not issued by the authority of acme");
    }

    @Test
    void onlyTheHolderOfAnInviteHasNoIssuer() {
        assertThatThrownBy(() -> new Principal(acme.operator(), Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        Identity.Bootstrap holder = new Identity.Bootstrap(new InviteHash("a".repeat(64)));
        assertThatThrownBy(() -> new Principal(holder, Optional.of(acme.fingerprint())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

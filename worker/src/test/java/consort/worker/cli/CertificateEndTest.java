package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What status says of a certificate of 30 days. */
class CertificateEndTest {

    private static final Instant ISSUED = Instant.parse("2027-01-01T00:00:00Z");

    private final Credential credential = credential();

    private static Credential credential() {
        SecureRandom random = new SecureRandom();
        Authority authority = Authority.found(new Name("pool"), Duration.ofDays(3650), ISSUED, random);
        Identity.Organization acme = new Identity.Organization(new Name("pool"), new Name("acme"));
        PendingCredential pending = PendingCredential.create(random);
        return pending.complete(authority.issue(SigningRequest.parse(pending.signingRequest()), acme, Duration.ofDays(30), ISSUED),
                authority.certificate().fingerprint(), acme, ISSUED);
    }

    private String warning(Duration age) {
        return MemberStatus.warning(CertificateEnd.of(credential, ISSUED.plus(age)));
    }

    @Test
    void aMemberIsWarnedOnceARenewalIsOverdueWithTheTimeThatIsLeftAndWhatToDo() {
        assertThat(warning(Duration.ofDays(19))).isEmpty();
        assertThat(warning(Duration.ofDays(21))).isEqualTo("\n  WARNING: the certificate ends in 9 days, at 2027-01-31T00:00:00Z, and was not"
                + " renewed: 'consort member renew' says why; ask the operator of the coordinator before it ends");
        assertThat(warning(Duration.ofHours(30 * 24 - 25))).contains("ends in 25 hours");
        assertThat(warning(Duration.ofMinutes(30 * 24 * 60 - 1))).contains("ends in 1 minute, ");
        assertThat(warning(Duration.ofDays(31))).as("that it has ended others say").isEmpty();
    }
}

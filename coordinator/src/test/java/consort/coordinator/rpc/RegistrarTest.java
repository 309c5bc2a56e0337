package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.coordinator.loop.LedgerAuthorities;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.AuthorityView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key may use an invite, and which certificate is renewed. */
class RegistrarTest {

    private static final String INVITE = "a".repeat(64);
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Identity.Organization ACME = new Identity.Organization(new Name("pool"), new Name("acme"));

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Authority founding = founded();
    private final List<Authority> authorities = new ArrayList<>(List.of(founding));
    private final Set<String> used = new HashSet<>();
    private final SigningRequest first = request();
    private final SigningRequest second = request();
    private Registrar registrar;

    @BeforeEach
    void opens() throws Exception {
        registrar = new Registrar(new Standing(authorities), "pool.example/pool", "", LIFETIME, () -> now,
                new FileDisk(folder), new Registrar.Ledger(used::contains, () -> {
                    throw new UnsupportedOperationException("these tests admit nobody");
                }));
    }

    private Authority founded() {
        return Authority.found(new Name("pool"), Duration.ofDays(365), now, random);
    }

    /** Authorities that all count, oldest first. */
    private record Standing(List<Authority> authorities) implements Issuers {

        @Override
        public Authority issuing() {
            return authorities.getLast();
        }

        @Override
        public Authorities counting() {
            return new Authorities(authorities.stream().map(Authority::certificate).toList());
        }

        @Override
        public LedgerAuthorities ledger() {
            return new LedgerAuthorities(authorities.stream().map(authority -> new AuthorityView(
                    authority.certificate().fingerprint().hex(), 0, OptionalLong.empty())).toList(), List.of(), List.of());
        }

        @Override
        public boolean holdsKey(Fingerprint authority) {
            return counting().contains(authority);
        }
    }

    @Test
    void whileOneKeyUsesAnInviteAnotherIsRefused() throws Exception {
        registrar.bind(INVITE, first);
        assertThatThrownBy(() -> registrar.bind(INVITE, second)).isInstanceOf(CertsException.class)
                .hasMessageContaining("used by another key at this moment");
        assertThatCode(() -> registrar.bind(INVITE, first)).as("a request made again").doesNotThrowAnyException();
        used.add(INVITE);
        registrar.release(INVITE);
        assertThatThrownBy(() -> registrar.bind(INVITE, second)).isInstanceOf(CertsException.class)
                .hasMessageContaining("was used by another key");
    }

    @Test
    void anotherKeyMayUseAnInviteAfterARequestThatWasRefused() throws Exception {
        registrar.bind(INVITE, first);
        registrar.release(INVITE);
        assertThatCode(() -> registrar.bind(INVITE, second)).doesNotThrowAnyException();
    }

    /** As the registrar does it, or a thief of the key. */
    private X509Certificate made(Authority authority) {
        return authority.issue(request(), ACME, 7, LIFETIME, now).getFirst();
    }

    private X509Certificate renew(X509Certificate shown) throws Exception {
        return registrar.renew(shown, ACME, request()).getFirst();
    }

    private void requireNotRenewed(X509Certificate shown) {
        assertThatThrownBy(() -> renew(shown)).isInstanceOf(CertsException.class)
                .hasMessageContaining("none of the newest that the coordinator issued");
    }

    @Test
    void aCertificateMadeWithAStolenKeyIsNeverRenewed() throws Exception {
        X509Certificate own = made(founding);
        renew(own);
        X509Certificate forged = made(founding);
        requireNotRenewed(forged);
        authorities.add(founded());
        requireNotRenewed(forged);
        X509Certificate next = renew(own);
        assertThat(new Standing(authorities).counting().issuer(next)).contains(authorities.getLast().certificate());
        authorities.removeFirst();
        requireNotRenewed(forged);
        assertThat(renew(next)).isEqualTo(next);
    }

    @Test
    void whoHasNoRecordIsRenewedOnlyWhileOneAuthorityCounts() throws Exception {
        X509Certificate own = made(founding);
        authorities.add(founded());
        requireNotRenewed(own);
        authorities.removeFirst();
        X509Certificate later = made(authorities.getLast());
        assertThat(renew(later)).isEqualTo(later);
        requireNotRenewed(made(authorities.getLast()));
    }

    @Test
    void whoLosesAnswersAsksAgainWithWhatItHas() throws Exception {
        X509Certificate own = made(founding);
        renew(own);
        now = now.plus(LIFETIME.multipliedBy(2).dividedBy(3));
        for (int lost = 0; lost < 5; lost++) {
            assertThat(renew(own)).isNotEqualTo(own);
        }
        X509Certificate one = renew(own);
        X509Certificate other = renew(own);
        assertThat(renew(one)).as("two asked at once").isEqualTo(one);
        assertThat(renew(other)).isEqualTo(other);
        now = now.plus(LIFETIME.multipliedBy(2).dividedBy(3));
        X509Certificate next = renew(other);
        now = now.plus(LIFETIME.multipliedBy(2).dividedBy(3));
        renew(renew(next));
        requireNotRenewed(one);
    }

    @Test
    void aYoungCertificateStaysAndNothingIsWritten() throws Exception {
        X509Certificate own = made(founding);
        renew(own);
        Path record = folder.resolve("certs/issued/acme");
        Object file = Files.readAttributes(record, BasicFileAttributes.class).fileKey();
        now = now.plus(LIFETIME.dividedBy(3));
        assertThat(renew(own)).isEqualTo(own);
        assertThat(Files.readAttributes(record, BasicFileAttributes.class).fileKey()).isEqualTo(file);
        now = now.plus(LIFETIME.dividedBy(3));
        assertThat(renew(own)).isNotEqualTo(own);
    }

    @Test
    void theOperatorIsNotRenewed() {
        Identity.Operator operator = new Identity.Operator(new Name("pool"));
        X509Certificate shown = founding.issue(request(), operator, 0, LIFETIME, now).getFirst();
        assertThatThrownBy(() -> registrar.renew(shown, operator, request())).isInstanceOf(CertsException.class)
                .hasMessageContaining("is not renewed by the coordinator");
    }

    private SigningRequest request() {
        return SigningRequest.parse(PendingCredential.create(random).signingRequest());
    }
}

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
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key may use an invite, and which certificate is renewed. */
class RegistrarTest {

    private static final String INVITE = "a".repeat(64);
    private static final Duration LIFETIME = Duration.ofDays(30);
    /** That of acme in the ledger. */
    private static final VerifierKey KEY = SignerKey.fromSeed("pool.example/pool/acme", new byte[32]).verifierKey();
    private static final Identity.Organization ACME = new Identity.Organization(new Name("pool"), new Name("acme"));

    private static final Identity.Person ANN = new Identity.Person(
            new Name("pool"), new Name("acme"), Identity.PersonRole.MEMBER, new Name("ann"));

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
                }, subject -> subject.person().isPresent() ? Optional.empty() : Optional.of(KEY)));
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
        return registrar.renew(shown, ACME, request(), key -> false).getFirst();
    }

    private X509Certificate renewSigned(X509Certificate shown, SigningRequest request) throws Exception {
        return registrar.renew(shown, ACME, request, KEY::equals).getFirst();
    }

    /** One that the registrar issued. */
    private X509Certificate noted() throws Exception {
        return renewSigned(made(founding), request());
    }

    private void requireNotRenewed(X509Certificate shown) {
        assertThatThrownBy(() -> renew(shown)).isInstanceOf(CertsException.class)
                .hasMessageContaining("none of the newest that the coordinator issued");
    }

    @Test
    void aCertificateMadeWithAStolenKeyIsNeverRenewed() throws Exception {
        X509Certificate own = noted();
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
    void aPersonWithoutNotesIsRenewedOnlyWhileOneAuthorityCounts() throws Exception {
        X509Certificate own = founding.issue(request(), ANN, 9, LIFETIME, now).getFirst();
        authorities.add(founded());
        assertThatThrownBy(() -> registrar.renew(own, ANN, request(), key -> true)).isInstanceOf(CertsException.class);
        authorities.removeFirst();
        X509Certificate later = authorities.getLast().issue(request(), ANN, 9, LIFETIME, now).getFirst();
        assertThat(registrar.renew(later, ANN, request(), key -> true).getFirst()).isEqualTo(later);
        X509Certificate forged = authorities.getLast().issue(request(), ANN, 9, LIFETIME, now).getFirst();
        assertThatThrownBy(() -> registrar.renew(forged, ANN, request(), key -> true)).isInstanceOf(CertsException.class);
    }

    @Test
    void whoHasAKeyAndNoNotesIsNotRenewedWithoutIt() {
        requireNotRenewed(made(founding));
    }

    @Test
    void whoLosesAnswersAsksAgainWithWhatItHas() throws Exception {
        X509Certificate own = noted();
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
        X509Certificate own = noted();
        Path record = folder.resolve("certs/issued/acme");
        Object file = Files.readAttributes(record, BasicFileAttributes.class).fileKey();
        now = now.plus(LIFETIME.dividedBy(3));
        assertThat(renew(own)).isEqualTo(own);
        assertThat(Files.readAttributes(record, BasicFileAttributes.class).fileKey()).isEqualTo(file);
        now = now.plus(LIFETIME.dividedBy(3));
        assertThat(renew(own)).isNotEqualTo(own);
    }

    /** The notes of a restored coordinator are of the backup: it issued what is shown, and does not know it. */
    @Test
    void whoseNotesAreOlderThanItsCertificateIsKnownByItsKeyInTheLedger() throws Exception {
        noted();
        X509Certificate sinceTheBackup = made(founding);
        requireNotRenewed(sinceTheBackup);
        authorities.add(founded());
        SigningRequest request = request();
        X509Certificate next = renewSigned(sinceTheBackup, request);
        assertThat(next.getPublicKey()).isEqualTo(request.publicKey());
        assertThat(new Standing(authorities).counting().issuer(next)).contains(authorities.getLast().certificate());
        assertThat(renew(next)).as("noted").isEqualTo(next);
        assertThat(renewSigned(sinceTheBackup, request())).as("after a lost answer").isNotEqualTo(sinceTheBackup);
    }

    @Test
    void aSignedRequestThatWasReadByAThiefOpensNothingToTheThief() throws Exception {
        noted();
        SigningRequest read = request();
        X509Certificate forged = made(founding);
        assertThat(renewSigned(forged, read).getPublicKey()).as("the party's, however young the forged one is")
                .isEqualTo(read.publicKey());
        requireNotRenewed(forged);
        authorities.add(founded());
        renewSigned(forged, read);
        requireNotRenewed(forged);
    }

    @Test
    void whoHasNoRecordAndSignsLeavesNoRoomForAForgedOne() throws Exception {
        X509Certificate own = renewSigned(made(founding), request());
        requireNotRenewed(made(founding));
        assertThat(renew(own)).isEqualTo(own);
    }

    @Test
    void aPersonHasNoKeyAndIsInvitedAgain() throws Exception {
        X509Certificate before = founding.issue(request(), ANN, 9, LIFETIME, now).getFirst();
        registrar.renew(before, ANN, request(), key -> true);
        X509Certificate sinceTheBackup = founding.issue(request(), ANN, 9, LIFETIME, now).getFirst();
        assertThatThrownBy(() -> registrar.renew(sinceTheBackup, ANN, request(), key -> true)).isInstanceOf(CertsException.class)
                .hasMessageContaining("consort member withdraw --person ann").hasMessageContaining("invite-person ann");
    }

    @Test
    void theOperatorIsNotRenewed() {
        Identity.Operator operator = new Identity.Operator(new Name("pool"));
        X509Certificate shown = founding.issue(request(), operator, 0, LIFETIME, now).getFirst();
        assertThatThrownBy(() -> registrar.renew(shown, operator, request(), key -> true)).isInstanceOf(CertsException.class)
                .hasMessageContaining("is not renewed by the coordinator");
    }

    private SigningRequest request() {
        return SigningRequest.parse(PendingCredential.create(random).signingRequest());
    }
}

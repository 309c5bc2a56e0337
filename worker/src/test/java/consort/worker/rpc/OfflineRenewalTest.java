package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Address;
import consort.certs.Authority;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.SigningRequest;
import consort.ledger.audit.Trust;
import consort.ledger.entry.CertificateRequest;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Renewed;
import consort.worker.enroll.TamperingException;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.trust.Chain;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organization asks for a certificate by files. */
class OfflineRenewalTest {

    private static final Name POOL = new Name("pool");
    private static final Identity.Organization ACME = new Identity.Organization(POOL, new Name("acme"));
    private static final Duration LIFETIME = Duration.ofDays(30);

    @TempDir
    private Path root;

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now();
    private final Authority first = Authority.found(POOL, Duration.ofDays(365), now, random);
    private final Authority second = Authority.found(POOL, Duration.ofDays(365), now, random);
    private final SignerKey key = SignerKey.fromSeed(KeyNames.organization(Chain.ORIGIN, "acme"), new byte[SignerKey.SEED_BYTES]);
    private PartyFolder folder;
    private OfflineRenewal renewal;

    @BeforeEach
    void enrolled() {
        folder = new PartyFolder(root.resolve("acme"));
        folder.save(key);
        first.certificate().save(folder.authorityFile());
        folder.save(new Trust(Chain.FIRST.verifierKey(), "a".repeat(64), first.certificate().fingerprint().hex()));
        folder.save(new Enrolled(Address.parse("pool.example:7443"), "acme", Optional.empty(), Optional.empty()));
        renewal = new OfflineRenewal(folder);
    }

    private List<X509Certificate> certified(Authority authority, Identity.Member who) {
        byte[] asked = CertificateRequest.parse(renewal.request(random, now)).signingRequest();
        return authority.issue(SigningRequest.parse(asked), who, 7, LIFETIME, now);
    }

    private static Renewed.Builder answer(List<X509Certificate> chain) {
        List<byte[]> encoded = Certificates.encode(chain);
        return Renewed.newBuilder().setCertificate(ByteString.copyFrom(encoded.getFirst()))
                .setAuthorityCertificate(ByteString.copyFrom(encoded.getLast()));
    }

    private Renewed.Builder overToSecond(SignerKey logKey) {
        String next = second.certificate().fingerprint().hex();
        return answer(certified(second, ACME))
                .addTrustEntries(ByteString.copyFrom(Entries.sign(Chain.DOMAIN, new consort.ledger.entry.Authority(1, next,
                        consort.ledger.entry.Authority.Action.ADDED), logKey)))
                .addAuthorities(ByteString.copyFrom(Certificates.encode(List.of(second.certificate().certificate())).getFirst()));
    }

    private void take(Renewed.Builder answer) {
        renewal.take(answer.build().toByteArray(), random, now);
    }

    @Test
    void theRequestIsSignedWithTheKeyInTheFolder() throws Exception {
        CertificateRequest request = CertificateRequest.parse(renewal.request(random, now));
        request.verify(key.verifierKey());
        assertThat(request.origin()).isEqualTo(Chain.ORIGIN);
        assertThat(request.organization()).isEqualTo("acme");
        assertThat(request.wallMillis()).isEqualTo(now.toEpochMilli());
        assertThatThrownBy(() -> request.verify(Chain.FIRST.verifierKey())).isInstanceOf(UnverifiedNoteException.class);
        assertThat(SigningRequest.parse(CertificateRequest.parse(renewal.request(random, now)).signingRequest()).publicKey())
                .as("asked again").isEqualTo(SigningRequest.parse(request.signingRequest()).publicKey());
    }

    @Test
    void theAnswerIsTakenInOnce() {
        Renewed.Builder answer = answer(certified(first, ACME));
        take(answer);
        assertThat(folder.credential().issued().identity()).isEqualTo(ACME);
        assertThatThrownBy(() -> take(answer)).isInstanceOf(ConfigException.class).hasMessageContaining("perhaps it was taken in before");
        renewal.request(random, now);
        assertThatThrownBy(() -> take(answer)).as("to the request before").isInstanceOf(CertsException.class);
    }

    @Test
    void anAuthorityThatTheLogNamesIsLearnedOnTheWay() {
        Renewed.Builder forged = overToSecond(Chain.key(9));
        assertThatThrownBy(() -> take(forged)).isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> take(answer(certified(second, ACME)))).isInstanceOf(CertsException.class)
                .hasMessageContaining("its authority has the fingerprint");
        take(overToSecond(Chain.FIRST));
        assertThat(folder.authorities().newest()).isEqualTo(second.certificate());
    }

    @Test
    void anAnswerThatIsRefusedTeachesNothing() {
        Renewed.Builder foreign = overToSecond(Chain.FIRST);
        Renewed.Builder answer = answer(certified(second, new Identity.Organization(POOL, new Name("beta"))))
                .addAllTrustEntries(foreign.getTrustEntriesList()).addAllAuthorities(foreign.getAuthoritiesList());
        Trust before = folder.trust();
        assertThatThrownBy(() -> take(answer)).isInstanceOf(CertsException.class).hasMessageContaining("expected");
        assertThat(folder.trust()).isEqualTo(before);
        assertThat(folder.authorities().certificates()).containsExactly(first.certificate());
    }

    @Test
    void aRetiredAuthorityIsNotBroughtBackByAnAnswer() {
        String retired = second.certificate().fingerprint().hex();
        folder.save(folder.trust().withRetired(List.of(retired)));
        assertThatThrownBy(() -> take(overToSecond(Chain.FIRST))).isInstanceOf(CertsException.class);
        assertThat(folder.authorities().certificates()).containsExactly(first.certificate());
        assertThat(folder.credentialFile()).doesNotExist();
    }

    @Test
    void whatIsForAnotherOrNoAnswerIsRefused() {
        assertThatThrownBy(() -> take(answer(certified(first, new Identity.Organization(POOL, new Name("beta"))))))
                .isInstanceOf(CertsException.class).hasMessageContaining("expected");
        assertThatThrownBy(() -> renewal.take(new byte[] {1, 2, 3}, random, now)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("no answer");
        assertThat(folder.credentialFile()).doesNotExist();
    }
}

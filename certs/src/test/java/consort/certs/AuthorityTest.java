package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
    private final Pki acme = new Pki("acme", 40);

    private SigningRequest request() {
        return SigningRequest.parse(PendingCredential.create(acme.random).signingRequest());
    }

    @Test
    void isKnownByTheDigestOfItsCertificate() throws Exception {
        byte[] der = acme.authority.certificate().certificate().getEncoded();
        assertThat(acme.fingerprint().hex())
                .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        assertThat(acme.authority.certificate().consortium()).isEqualTo(new Name("acme"));
    }

    @Test
    void writesOnlyWhatItDecided() throws Exception {
        SigningRequest request = request();
        List<X509Certificate> chain =
                acme.authority.issue(request, acme.worker("beta", "w1"), Pki.LIFETIME, Pki.START);
        X509Certificate issued = chain.getFirst();

        assertThat(chain).hasSize(2).last().isEqualTo(acme.authority.certificate().certificate());
        assertThat(issued.getPublicKey()).isEqualTo(request.publicKey());
        assertThat(issued.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "consort://acme/org/beta/worker/w1"));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        assertThat(issued.getNotBefore()).isEqualTo(Pki.START.minus(Duration.ofMinutes(5)));
        assertThat(issued.getNotAfter()).isEqualTo(Pki.START.plus(Pki.LIFETIME));
        assertThat(IssuedCertificate.of(issued)).isEqualTo(new IssuedCertificate(acme.worker("beta", "w1"),
                issued.getSerialNumber().toString(16), OptionalLong.empty()));
    }

    @Test
    void namesTheEntryThatAdmitsAndCarriesItOn() {
        for (long entry : new long[] {0, 127, 128, 70_000, (1L << 53) - 1}) {
            X509Certificate first = acme.authority.issue(
                    request(), acme.worker("beta", "w1"), entry, Pki.LIFETIME, Pki.START).getFirst();
            assertThat(IssuedCertificate.of(first).entry()).hasValue(entry);
            X509Certificate renewed = acme.authority.renew(first, request(), Pki.LIFETIME, Pki.START).getFirst();
            assertThat(IssuedCertificate.of(renewed).entry()).hasValue(entry);
            assertThat(first.getNonCriticalExtensionOIDs()).contains(AdmittingEntry.ID.getId());
        }
    }

    @Test
    void certifiesPeopleWithTheirRole() throws Exception {
        Identity.Person ann = new Identity.Person(acme.consortium, new Name("beta"), Identity.PersonRole.AUDITOR, new Name("ann"));
        X509Certificate issued = acme.authority.issue(request(), ann, 7, Pki.LIFETIME, Pki.START).getFirst();
        assertThat(issued.getSubjectAlternativeNames()).containsExactly(List.of(6, "consort://acme/org/beta/auditor/ann"));
        assertThat(IssuedCertificate.of(issued).identity()).isEqualTo(ann);
        assertThat(ann.describe()).isEqualTo("auditor ann of organization beta in consortium acme");
    }

    @Test
    void writesHostsForTheCoordinatorOnly() throws Exception {
        X509Certificate issued = acme.authority
                .issueCoordinator(request(), List.of("Pool.Example", "192.0.2.7", "2001:db8::1"), Pki.LIFETIME, Pki.START)
                .getFirst();
        assertThat(issued.getSubjectAlternativeNames()).containsExactlyInAnyOrder(
                List.of(6, "consort://acme/coordinator"), List.of(2, "pool.example"), List.of(7, "192.0.2.7"),
                List.of(7, "2001:db8:0:0:0:0:0:1"));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThatThrownBy(() -> acme.authority.issueCoordinator(request(), List.of(), Pki.LIFETIME, Pki.START))
                .isInstanceOf(CertsException.class).hasMessageContaining("at least one host");
        assertThatThrownBy(() -> acme.authority.issueCoordinator(request(), List.of("*.x"), Pki.LIFETIME, Pki.START))
                .isInstanceOf(CertsException.class).hasMessageContaining("the host \"*.x\" is not valid");
    }

    @Test
    void ignoresTheIdentityARequestAsksFor() throws Exception {
        KeyPair key = P256.generate(acme.random);
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        wishes.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "consort://acme/operator")));
        Extensions asked = wishes.generate();
        byte[] greedy = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=operator,O=acme"), key.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, asked)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();

        X509Certificate issued = acme.authority
                .issue(SigningRequest.parse(greedy), acme.worker("beta", "w1"), Pki.LIFETIME, Pki.START).getFirst();

        assertThat(IssuedCertificate.of(issued).identity()).isEqualTo(acme.worker("beta", "w1"));
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        assertThat(issued.getSubjectX500Principal()).isEqualTo(new X500Principal("CN=w1,O=acme"));
    }

    @Test
    void neverRepeatsASerial() {
        Set<String> serials = new HashSet<>();
        SigningRequest request = request();
        for (int i = 0; i < 50; i++) {
            var chain = acme.authority.issue(request, acme.operator(), Pki.LIFETIME, Pki.START);
            serials.add(IssuedCertificate.of(chain.getFirst()).serial());
        }
        assertThat(serials).hasSize(50).allMatch(serial -> serial.length() > 24 && serial.length() <= 32);
    }

    @Test
    void certifiesNobodyOfAnotherConsortium() {
        Identity.Operator stranger = new Identity.Operator(new Name("other"));
        assertThatThrownBy(() -> acme.authority.issue(request(), stranger, Pki.LIFETIME, Pki.START))
                .isInstanceOf(CertsException.class)
                .hasMessage("the authority of acme does not certify the operator of consortium other");
    }

    @Test
    void isNotOutlivedByWhatItIssues() {
        Duration age = Duration.ofDays(3649);
        var late = acme.authority.issue(request(), acme.operator(), Pki.LIFETIME, Pki.START.plus(age)).getFirst();
        assertThat(late.getNotAfter()).isEqualTo(acme.authority.certificate().certificate().getNotAfter());
        assertThatThrownBy(() -> acme.authority.issue(
                request(), acme.operator(), Pki.LIFETIME, Pki.START.plus(age).plus(Duration.ofDays(2))))
                .isInstanceOf(CertsException.class).hasMessageStartingWith("the authority of acme expired at 2041-");
        assertThatThrownBy(() -> acme.authority.issue(request(), acme.operator(), Duration.ZERO, Pki.START))
                .isInstanceOf(CertsException.class).hasMessageContaining("is not positive");
    }

    @Test
    void renewsForTheSameIdentityAndHosts() throws Exception {
        X509Certificate worker = acme.credential(acme.worker("beta", "w1")).certificate();
        X509Certificate server = acme.coordinator("pool.example", "192.0.2.7").certificate();

        var later = Pki.START.plus(Duration.ofDays(5));
        X509Certificate newWorker = acme.authority.renew(worker, request(), Pki.LIFETIME, later).getFirst();
        X509Certificate newServer = acme.authority.renew(server, request(), Pki.LIFETIME, later).getFirst();

        assertThat(IssuedCertificate.of(newWorker).identity()).isEqualTo(IssuedCertificate.of(worker).identity());
        assertThat(newWorker.getNotAfter()).isEqualTo(later.plus(Pki.LIFETIME));
        assertThat(newServer.getSubjectAlternativeNames())
                .containsExactlyInAnyOrderElementsOf(server.getSubjectAlternativeNames());
    }

    @Test
    void renewsNothingThatIsNotItsOwnAndValidNow() {
        X509Certificate expired = acme.credential(acme.operator()).certificate();
        X509Certificate foreign = new Pki("acme", 41).credential(acme.operator()).certificate();
        assertThatThrownBy(() -> acme.authority.renew(
                expired, request(), Pki.LIFETIME, Pki.START.plus(Pki.LIFETIME).plusSeconds(1)))
                .isInstanceOf(CertsException.class).hasMessageStartingWith("not renewed: the certificate expired at");
        assertThatThrownBy(() -> acme.authority.renew(foreign, request(), Pki.LIFETIME, Pki.START))
                .isInstanceOf(CertsException.class).hasMessageContaining("was not issued by the authority of acme");
    }

    @Test
    void isLoadedAsItWasSaved(@TempDir Path folder) throws IOException {
        acme.authority.save(folder);
        Authority loaded = Authority.load(folder, acme.random);

        assertThat(loaded.certificate()).isEqualTo(acme.authority.certificate());
        assertThat(AuthorityCertificate.load(folder.resolve("authority.pem"))).isEqualTo(loaded.certificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("authority.key"))))
                .isEqualTo("rw-------");
        var chain = loaded.issue(request(), acme.operator(), Pki.LIFETIME, Pki.START);
        assertThat(acme.authority.renew(chain.getFirst(), request(), Pki.LIFETIME, Pki.START)).hasSize(2);
    }

    @Test
    void isNeverReplacedOrMixed(@TempDir Path folder) throws IOException {
        acme.authority.save(folder);
        Pki other = new Pki("acme", 42);
        assertThatThrownBy(() -> other.authority.save(folder))
                .isInstanceOf(CertsException.class)
                .hasMessage(folder.resolve("authority.key") + " exists already and is not replaced: choose another folder");
        assertThat(Authority.load(folder, acme.random).certificate()).isEqualTo(acme.authority.certificate());

        other.authority.certificate().save(folder.resolve("authority.pem"));
        assertThatThrownBy(() -> Authority.load(folder, acme.random))
                .isInstanceOf(CertsException.class).hasMessageContaining("is not the key of");
    }

    @Test
    void isNotMistakenForAMember() {
        X509Certificate member = acme.credential(acme.operator()).certificate();
        assertThatThrownBy(() -> AuthorityCertificate.of(member))
                .isInstanceOf(CertsException.class).hasMessageEndingWith("is not that of a Consort authority");
    }

    @Test
    void showsNoKey() {
        assertThat(acme.authority).hasToString("authority of acme " + acme.fingerprint());
    }
}

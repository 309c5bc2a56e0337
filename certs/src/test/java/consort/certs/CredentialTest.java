package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {
    private final Pki acme = new Pki("acme", 50);

    @Test
    void isLoadedAsItWasSaved(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys").resolve("worker.pem");
        Credential credential = acme.credential(acme.worker("beta", "w1"));
        credential.save(file);

        assertThat(Credential.load(file)).isEqualTo(credential);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n")
                .containsPattern("-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isReplacedByItsSuccessor(@TempDir Path folder) {
        Path file = folder.resolve("worker.pem");
        acme.credential(acme.worker("beta", "w1")).save(file);
        Credential successor = acme.credential(acme.worker("beta", "w1"));
        successor.save(file);
        assertThat(Credential.load(file)).isEqualTo(successor);
    }

    @Test
    void isRefusedWhenOthersCanReadIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("worker.pem");
        acme.credential(acme.operator()).save(file);
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx--x--x")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> Credential.load(file))
                    .isInstanceOf(CertsException.class)
                    .hasMessageContaining(file + " holds a key and has mode " + mode)
                    .hasMessageContaining("run chmod 600 '" + file + "'");
        }
    }

    @Test
    void isRefusedWhenItsPartsDoNotBelongTogether() {
        Credential one = acme.credential(acme.operator());
        Credential other = acme.credential(acme.operator());
        assertThatThrownBy(() -> new Credential(one.key(), other.chain()))
                .isInstanceOf(CertsException.class).hasMessageStartingWith("the private key is not the one of");
        assertThatThrownBy(() -> new Credential(one.key(), List.of()))
                .isInstanceOf(CertsException.class).hasMessageStartingWith("a key without a certificate");
    }

    @Test
    void namesTheFileThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("worker.pem");
        assertThatThrownBy(() -> Credential.load(file))
                .isInstanceOf(CertsException.class).hasMessage("cannot read " + file + ": there is no such file");
        assertRefused(file, "", "holds 0 private keys");
        assertRefused(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "cannot be read: expected P-256");
        assertRefused(file, "-----BEGIN PRIVATE KEY-----\nA=A\n-----END PRIVATE KEY-----\n", "not base64");
        assertRefused(file, "x".repeat(KeyFiles.MAX_BYTES + 1), "has 65537 bytes, more than 65536");
        acme.credential(acme.operator()).save(file);
        String whole = Files.readString(file);
        assertRefused(file, whole.substring(0, whole.indexOf("-----BEGIN CERT")), "holds no certificate");
    }

    private static void assertRefused(Path file, String text, String message) throws IOException {
        KeyFiles.writeSecret(file, text.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Credential.load(file))
                .isInstanceOf(CertsException.class).hasMessageStartingWith(file.toString()).hasMessageContaining(message);
    }

    @Test
    void showsNoKey() {
        Credential credential = acme.credential(acme.operator());
        BigInteger secret = ((ECPrivateKey) credential.key()).getS();
        assertThat(credential.toString())
                .doesNotContain(secret.toString()).doesNotContain(secret.toString(16))
                .endsWith("consort://acme/operator");
    }

    @Test
    void isCompletedOnlyByTheRightAnswer() {
        PendingCredential pending = PendingCredential.create(acme.random);
        SigningRequest request = SigningRequest.parse(pending.signingRequest());
        Identity.Worker asked = acme.worker("beta", "w1");
        List<X509Certificate> right = acme.authority.issue(request, asked, Pki.LIFETIME, Pki.START);
        List<X509Certificate> otherName =
                acme.authority.issue(request, acme.worker("beta", "w2"), Pki.LIFETIME, Pki.START);
        List<X509Certificate> otherKey = acme.credential(asked).chain();
        Pki forged = new Pki("acme", 51);
        List<X509Certificate> foreign = forged.authority.issue(request, asked, Pki.LIFETIME, Pki.START);
        List<X509Certificate> mixed = List.of(foreign.getFirst(), right.getLast());

        assertThat(pending.complete(right, acme.fingerprint(), asked, Pki.START).chain()).isEqualTo(right);
        assertAnswerRefused(pending, otherName, "it is for worker w2 of organization beta in consortium acme, expected");
        assertAnswerRefused(pending, otherKey, "the private key is not the one of the certificate");
        assertAnswerRefused(pending, foreign, "its authority has the fingerprint " + forged.fingerprint());
        assertAnswerRefused(pending, mixed, "was not issued by the authority of acme");
        assertAnswerRefused(pending, right.subList(0, 1), "it has 1 certificates instead of two");
        assertAnswerRefused(pending, List.of(right.getFirst(), right.getFirst()), "is not that of a Consort authority");
    }

    private void assertAnswerRefused(PendingCredential pending, List<X509Certificate> chain, String message) {
        assertThatThrownBy(() -> pending.complete(chain, acme.fingerprint(), acme.worker("beta", "w1"), Pki.START))
                .isInstanceOf(CertsException.class).hasMessageContaining(message);
    }

    @Test
    void isCompletedAfterARestartWithTheSameKey(@TempDir Path folder) {
        Path file = folder.resolve("pending.key");
        PendingCredential sent = PendingCredential.create(acme.random);
        sent.save(file);
        List<X509Certificate> answer = acme.authority.issue(
                SigningRequest.parse(sent.signingRequest()), acme.operator(), Pki.LIFETIME, Pki.START);

        PendingCredential resumed = PendingCredential.load(file, acme.random);
        assertThat(SigningRequest.parse(resumed.signingRequest()).publicKey())
                .isEqualTo(answer.getFirst().getPublicKey());
        assertThat(resumed.complete(answer, acme.fingerprint(), acme.operator(), Pki.START).chain()).isEqualTo(answer);
        assertThatThrownBy(() -> PendingCredential.create(acme.random).save(file))
                .isInstanceOf(CertsException.class).hasMessageContaining("exists already and is not replaced");
    }

    @Test
    void limitsAChainFromAPeer() {
        byte[] der = Certificates.encode(acme.authority.certificate().certificate());
        assertThat(Certificates.decode(List.of(der))).containsExactly(acme.authority.certificate().certificate());
        assertThatThrownBy(() -> Certificates.decode(List.of())).isInstanceOf(CertsException.class);
        assertThatThrownBy(() -> Certificates.decode(List.of(der, der, der, der, der)))
                .isInstanceOf(CertsException.class).hasMessageContaining("a chain of 5 certificates");
        assertThatThrownBy(() -> Certificates.decode(List.of(new byte[Certificates.MAX_CERTIFICATE_BYTES + 1])))
                .isInstanceOf(CertsException.class).hasMessageContaining("has 8193 bytes");
        assertThatThrownBy(() -> Certificates.decode(List.of(new byte[] {1, 2, 3})))
                .isInstanceOf(CertsException.class).hasMessageContaining("malformed");
    }
}

package consort.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;

/**
 * What a certificate of the authority says, for a revocation rule to decide on: by serial, by identity, or by identity and
 * time of issue (so that a revoked worker can be invited again).
 *
 * @param serial lower-case hexadecimal, as {@code openssl x509 -serial} prints it but for the case
 * @param notBefore five minutes before it was issued
 */
public record IssuedCertificate(Identity.Issued identity, String serial, Instant notBefore, Instant notAfter) {
    public IssuedCertificate {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
    }

    /**
     * Reads the fields; whether the authority really issued the certificate is not checked here.
     *
     * @throws CertsException if its URI name is not an identity
     */
    public static IssuedCertificate of(X509Certificate certificate) {
        return new IssuedCertificate(Identity.parse(SubjectNames.uri(certificate)),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }
}

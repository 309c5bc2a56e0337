package consort.certs;

import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a certificate of the authority says, for a revocation rule to decide on: by serial, by identity, or by identity and
 * the entry that admitted it (so that a revoked worker can be invited again).
 *
 * @param serial lower-case hexadecimal, as {@code openssl x509 -serial} prints it but for the case
 * @param entry the ledger entry that admitted its holder; empty for those whom no entry admits
 */
public record IssuedCertificate(Identity.Issued identity, String serial, OptionalLong entry) {
    public IssuedCertificate {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(entry, "entry");
    }

    /**
     * Reads the fields; whether the authority really issued the certificate is not checked here.
     *
     * @throws CertsException if its URI name is not an identity, or its admitting entry no index
     */
    public static IssuedCertificate of(X509Certificate certificate) {
        return new IssuedCertificate(Identity.parse(SubjectNames.uri(certificate)),
                certificate.getSerialNumber().toString(16), AdmittingEntry.of(certificate));
    }
}

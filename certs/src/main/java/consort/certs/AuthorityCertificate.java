package consort.certs;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * The public side of a consortium's {@link Authority}: what every member keeps and verifies certificates against.
 *
 * @param certificate self-signed, P-256, may sign end certificates only
 * @param consortium read from the certificate's URI name {@code consort://CONSORTIUM/authority}
 * @param fingerprint SHA-256 of the certificate
 */
public record AuthorityCertificate(X509Certificate certificate, Name consortium, Fingerprint fingerprint) {
    private static final String SUFFIX = "/authority";
    private static final int KEY_CERT_SIGN = 5;

    public AuthorityCertificate {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(consortium, "consortium");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** @throws CertsException if this is not an authority's certificate */
    public static AuthorityCertificate of(X509Certificate certificate) {
        String uri = SubjectNames.uri(certificate);
        boolean[] usage = certificate.getKeyUsage();
        boolean mayIssue = certificate.getBasicConstraints() == 0 && usage != null && usage[KEY_CERT_SIGN];
        if (!mayIssue || !uri.startsWith(Identity.SCHEME) || !uri.endsWith(SUFFIX) || !isSelfSigned(certificate)
                || !P256.isOnCurve(certificate.getPublicKey())) {
            throw new CertsException("the certificate with fingerprint " + Fingerprint.of(certificate)
                    + " is not that of a Consort authority");
        }
        String consortium = uri.substring(Identity.SCHEME.length(), Math.max(Identity.SCHEME.length(),
                uri.length() - SUFFIX.length()));
        return new AuthorityCertificate(certificate, new Name(consortium), Fingerprint.of(certificate));
    }

    /** Reads an authority's certificate from a PEM file. */
    public static AuthorityCertificate load(Path file) {
        List<X509Certificate> certificates = KeyFiles.readCertificates(file);
        if (certificates.size() != 1) {
            throw new CertsException(file + " holds " + certificates.size()
                    + " certificates: expected the authority's, and no other");
        }
        return of(certificates.getFirst());
    }

    /** Reads a PEM file of one or more authorities' certificates. */
    public static List<AuthorityCertificate> loadAll(Path file) {
        return KeyFiles.readCertificates(file).stream().map(AuthorityCertificate::of).toList();
    }

    /** Writes several certificates as one PEM file, atomically. */
    public static void saveAll(List<AuthorityCertificate> authorities, Path file) {
        KeyFiles.writeCertificates(file, authorities.stream().map(AuthorityCertificate::certificate).toList());
    }

    /** Writes the certificate as a PEM file, atomically. */
    public void save(Path file) {
        KeyFiles.writeCertificates(file, List.of(certificate));
    }

    static String uri(Name consortium) {
        return Identity.SCHEME + consortium + SUFFIX;
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        try {
            certificate.verify(certificate.getPublicKey());
            return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "authority of " + consortium + " " + fingerprint;
    }
}

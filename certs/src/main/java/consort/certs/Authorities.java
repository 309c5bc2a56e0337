package consort.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The authorities of one consortium whose certificates count: one, or, while a consortium goes over to another, several.
 *
 * @param certificates at least one, oldest first; the last one issues
 */
public record Authorities(List<AuthorityCertificate> certificates) {

    /** @throws CertsException if there is none, or they are of several consortia */
    public Authorities {
        certificates = List.copyOf(certificates);
        if (certificates.stream().map(AuthorityCertificate::consortium).distinct().count() != 1) {
            throw new CertsException("expected authorities of one consortium, not " + certificates);
        }
    }

    public static Authorities of(AuthorityCertificate only) {
        return new Authorities(List.of(only));
    }

    public Name consortium() {
        return certificates.getFirst().consortium();
    }

    public AuthorityCertificate oldest() {
        return certificates.getFirst();
    }

    public AuthorityCertificate newest() {
        return certificates.getLast();
    }

    public boolean contains(Fingerprint fingerprint) {
        return of(fingerprint).isPresent();
    }

    /** The one with this fingerprint. */
    public Optional<AuthorityCertificate> of(Fingerprint fingerprint) {
        return certificates.stream().filter(authority -> authority.fingerprint().equals(fingerprint)).findFirst();
    }

    /** Which of them signed a certificate; an identity counts only with that one. */
    public Optional<AuthorityCertificate> issuer(X509Certificate certificate) {
        return certificates.stream().filter(authority -> signed(authority, certificate)).findFirst();
    }

    AuthorityCertificate requireIssuer(X509Certificate certificate) throws CertificateException {
        return issuer(certificate).orElseThrow(() -> new CertificateException("the certificate was not issued by the authority of "
                + consortium() + " (fingerprint " + certificates.stream().map(authority -> authority.fingerprint().toString())
                        .collect(Collectors.joining(" or ")) + ")"));
    }

    /** As {@link IssuedCheck#verify(AuthorityCertificate, X509Certificate, Instant)}, by the one that issued it. */
    IssuedCertificate verify(X509Certificate certificate, Instant now) throws CertificateException {
        // With one of them the check itself finds out, and says more.
        AuthorityCertificate issuer = certificates.size() == 1 ? oldest() : requireIssuer(certificate);
        return IssuedCheck.verify(issuer, certificate, now);
    }

    static boolean signed(AuthorityCertificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}

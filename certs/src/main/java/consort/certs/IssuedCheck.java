package consort.certs;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Whether the authority issued a certificate, for what, and whether it is valid now. The path (signature, dates,
 * constraints, unknown critical extensions) is decided by the JDK's PKIX validator; purpose, identity and consortium here.
 */
final class IssuedCheck {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private IssuedCheck() {}

    /** @throws CertificateException saying in one sentence why not */
    static IssuedCertificate verify(AuthorityCertificate authority, X509Certificate certificate, Instant now)
            throws CertificateException {
        dates("the authority's certificate", authority.certificate(), now);
        path(authority, certificate, now);
        IssuedCertificate issued = fields(certificate);
        if (!issued.identity().consortium().equals(authority.consortium())) {
            throw new CertificateException("the certificate is for consortium " + issued.identity().consortium()
                    + ", not " + authority.consortium());
        }
        String purpose = issued.identity() instanceof Identity.Coordinator ? SERVER_AUTH : CLIENT_AUTH;
        if (!List.of(purpose).equals(certificate.getExtendedKeyUsage())) {
            throw new CertificateException("the certificate of " + issued.identity().describe()
                    + " is not for this use: its purposes are " + certificate.getExtendedKeyUsage());
        }
        return issued;
    }

    private static IssuedCertificate fields(X509Certificate certificate) throws CertificateException {
        try {
            return IssuedCertificate.of(certificate);
        } catch (CertsException e) {
            throw new CertificateException("the certificate names no identity: " + e.getMessage(), e);
        }
    }

    /** Whether a certificate is within its dates. */
    static void dates(String what, X509Certificate certificate, Instant now) throws CertificateException {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw Refusal.dates(what + " expired at " + certificate.getNotAfter().toInstant()
                    + " (it is now " + now + ")");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw Refusal.dates(what + " is not valid before "
                    + certificate.getNotBefore().toInstant() + " (it is now " + now + "): check both clocks");
        }
    }

    private static void path(AuthorityCertificate authority, X509Certificate certificate, Instant now)
            throws CertificateException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (CertPathValidatorException e) {
            throw explained(e, authority, certificate, now);
        } catch (InvalidAlgorithmParameterException e) {
            throw new CertificateException("the authority's certificate cannot be used: " + e.getMessage(), e);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has PKIX", e);
        }
    }

    private static CertificateException explained(CertPathValidatorException e, AuthorityCertificate authority,
            X509Certificate certificate, Instant now) throws CertificateException {
        String stranger = "the certificate was not issued by the authority of " + authority.consortium()
                + " (fingerprint " + authority.fingerprint() + ")";
        // Looked at before signatures are: of a stranger's certificate its dates say nothing, and must not be the cause.
        if (e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID) {
            if (!Authorities.signed(authority, certificate)) {
                return new CertificateException(stranger);
            }
            dates("the certificate", certificate, now);
        }
        if (e.getReason() == PKIXReason.NO_TRUST_ANCHOR || e.getReason() == BasicReason.INVALID_SIGNATURE) {
            return new CertificateException(stranger, e);
        }
        return new CertificateException("the certificate is not valid: " + e.getMessage(), e);
    }
}

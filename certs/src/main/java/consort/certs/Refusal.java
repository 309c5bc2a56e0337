package consort.certs;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;

/**
 * Why a peer's certificate is refused, in one sentence for this side, and which TLS alert tells the peer. Netty with
 * BoringSSL derives the alert from a {@link CertPathValidatorException} that caused the refusal; the JDK's server sends
 * {@code certificate_unknown} whatever the cause.
 */
final class Refusal {
    private Refusal() {}

    /** Alert {@code certificate_expired}: the certificate is outside its dates. */
    static CertificateException dates(String message) {
        return because(message, BasicReason.EXPIRED);
    }

    /** Alert {@code certificate_revoked}: the certificate or invite was good once. */
    static CertificateException revoked(String message) {
        return because(message, BasicReason.REVOKED);
    }

    /** Alert {@code unknown_ca}: nobody here has heard of the certificate. */
    static CertificateException unknown(String message) {
        return new Unknown(message);
    }

    private static CertificateException because(String message, BasicReason reason) {
        return new CertificateException(message, new CertPathValidatorException(message, null, null, -1, reason));
    }

    /** Netty translates dates and revocation; for all others BoringSSL would send {@code internal_error}. */
    static CertificateException forBoringSsl(CertificateException refusal) {
        boolean hasAlert = refusal.getCause() instanceof CertPathValidatorException cause
                && (cause.getReason() == BasicReason.EXPIRED || cause.getReason() == BasicReason.REVOKED);
        if (hasAlert) {
            return refusal;
        }
        var rejected = new OpenSslCertificateException(refusal.getMessage(), refusal instanceof Unknown
                ? CertificateVerifier.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT : CertificateVerifier.X509_V_ERR_CERT_REJECTED);
        rejected.initCause(refusal);
        return rejected;
    }

    private static final class Unknown extends CertificateException {
        private static final long serialVersionUID = 1L;

        private Unknown(String message) {
            super(message);
        }
    }
}

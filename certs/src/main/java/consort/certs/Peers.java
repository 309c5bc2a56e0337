package consort.certs;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who the other end of an established connection is. Meaningful only for connections made with {@link Tls}. */
public final class Peers {
    private Peers() {}

    /** The peer's identity; empty if it showed no certificate. */
    public static Optional<Identity> identity(SSLSession session) {
        return certificate(session).map(Peers::identity);
    }

    /** The peer's own certificate, as needed by {@link Authority#renew}; empty if it showed none. */
    public static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? Optional.of(leaf) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    static Identity identity(X509Certificate certificate) {
        return isBootstrap(certificate)
                ? new Identity.Bootstrap(InviteHash.of(certificate.getPublicKey()))
                : Identity.parse(SubjectNames.uri(certificate));
    }

    /**
     * Issuer and subject are the same, which no certificate issued to a member has. This alone decides how a certificate
     * is verified and how it is read, so that the holder of an invite cannot write a member's name into its own.
     */
    static boolean isBootstrap(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }
}

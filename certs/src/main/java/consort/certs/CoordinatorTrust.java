package consort.certs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * The client's side of the handshake. The server must show a certificate of the expected authority, for the coordinator
 * of the expected consortium, for the host that was dialed. When enrolling, only the authority's fingerprint is known, so
 * its certificate is taken from what the server shows.
 */
final class CoordinatorTrust extends ServersOnly {
    private final AuthoritySource authority;
    private final InstantSource clock;

    private interface AuthoritySource {
        Authorities in(X509Certificate[] chain) throws CertificateException;
    }

    private CoordinatorTrust(AuthoritySource authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    static CoordinatorTrust known(AuthorityCertificate authority, InstantSource clock) {
        return known(() -> Authorities.of(authority), clock);
    }

    /** @param authorities asked at each handshake */
    static CoordinatorTrust known(Supplier<Authorities> authorities, InstantSource clock) {
        return new CoordinatorTrust(chain -> authorities.get(), clock);
    }

    static CoordinatorTrust invited(Fingerprint fingerprint, Name consortium, InstantSource clock) {
        return new CoordinatorTrust(chain -> Authorities.of(shown(chain, fingerprint, consortium)), clock);
    }

    private static AuthorityCertificate shown(X509Certificate[] chain, Fingerprint fingerprint, Name consortium)
            throws CertificateException {
        X509Certificate match = Arrays.stream(chain)
                .filter(certificate -> Fingerprint.of(certificate).equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> new CertificateException("the server does not belong to the authority of the invite"
                        + " (fingerprint " + fingerprint + "): do not enroll, and ask who sent the invite"));
        try {
            AuthorityCertificate authority = AuthorityCertificate.of(match);
            if (authority.consortium().equals(consortium)) {
                return authority;
            }
            throw new CertificateException("the invite is for consortium " + consortium
                    + ", but its authority is that of " + authority.consortium());
        } catch (CertsException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        verify(chain, engine.getPeerHost());
    }

    /** @param host that was dialed */
    void verify(X509Certificate[] chain, String host) throws CertificateException {
        if (chain == null || chain.length == 0 || chain.length > Certificates.MAX_CERTIFICATES) {
            throw new CertificateException("the server showed no certificate, or more than "
                    + Certificates.MAX_CERTIFICATES);
        }
        IssuedCertificate issued = authority.in(chain).verify(chain[0], clock.instant());
        if (!(issued.identity() instanceof Identity.Coordinator)) {
            throw new CertificateException("the server is " + issued.identity().describe() + ", not a coordinator");
        }
        if (host == null || !SubjectNames.hasHost(chain[0], host)) {
            throw new CertificateException("the server's certificate is for " + SubjectNames.hosts(chain[0])
                    + ", not for " + host);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the host that was dialed is not known, so the server cannot be verified");
    }
}

package consort.certs;

import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** The server's side of the handshake: asks {@link Admission}. */
final class MemberTrust extends X509ExtendedTrustManager {
    private final Admission admission;
    private final UnaryOperator<CertificateException> alert;

    MemberTrust(Admission admission, SslProvider provider) {
        this.admission = admission;
        this.alert = provider == SslProvider.JDK ? UnaryOperator.identity() : Refusal::forBoringSsl;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            if (chain == null || chain.length == 0 || chain.length > Certificates.MAX_CERTIFICATES) {
                throw new CertificateException("the peer showed no certificate, or more than "
                        + Certificates.MAX_CERTIFICATES);
            }
            admission.admit(chain[0]);
        } catch (CertificateException e) {
            admission.refused().accept(e.getMessage());
            throw alert.apply(e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw serverOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw serverOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw serverOnly();
    }

    private static CertificateException serverOnly() {
        return new CertificateException("this side is a server and verifies clients only");
    }

    /** None: an announced authority would keep the holder of a self-signed bootstrap certificate from showing it. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

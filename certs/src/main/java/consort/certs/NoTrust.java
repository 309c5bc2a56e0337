package consort.certs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/** A client's trust manager that looks at a server's chain and trusts nobody. */
abstract class NoTrust extends ServersOnly {

    abstract void look(X509Certificate[] chain);

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        look(chain);
        throw new CertificateException("nobody is trusted here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, authType);
    }
}

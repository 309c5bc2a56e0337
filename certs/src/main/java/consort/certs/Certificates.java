package consort.certs;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Certificate chains as they travel in a message: DER, the owner's certificate first, then the authority's. */
public final class Certificates {
    /** Owner and authority, and room for an authority's successor. */
    public static final int MAX_CERTIFICATES = 4;

    public static final int MAX_CERTIFICATE_BYTES = 8192;

    private Certificates() {}

    public static List<byte[]> encode(List<X509Certificate> chain) {
        return chain.stream().map(Certificates::encode).toList();
    }

    static byte[] encode(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** @throws CertsException if there are none or too many, or one is too large or malformed */
    public static List<X509Certificate> decode(Collection<byte[]> chain) {
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw new CertsException((chain.isEmpty() ? "there is no certificate" : "a chain of " + chain.size() + " certificates")
                    + ": expected 1 to " + MAX_CERTIFICATES);
        }
        return chain.stream().map(Certificates::decode).toList();
    }

    static X509Certificate decode(byte[] der) {
        if (der.length > MAX_CERTIFICATE_BYTES) {
            throw new CertsException("a certificate has " + der.length + " bytes, more than " + MAX_CERTIFICATE_BYTES);
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new CertsException("a certificate is malformed: " + e.getMessage(), e);
        }
    }
}

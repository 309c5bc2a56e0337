package consort.certs;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** SHA-256 of a certificate's DER bytes, as 64 lower-case hexadecimal digits: how an authority is known in an invite. */
public record Fingerprint(String hex) {
    /** @throws CertsException if it is not 64 lower-case hexadecimal digits */
    public Fingerprint {
        Sha256.requireHex(hex, "fingerprint");
    }

    public static Fingerprint of(X509Certificate certificate) {
        try {
            return new Fingerprint(Sha256.hex(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new CertsException("this certificate cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** For people who compare two of them: {@code 9c21a540 adb464d3 …}. */
    public String grouped() {
        return hex.replaceAll("(.{8})(?=.)", "$1 ");
    }

    @Override
    public String toString() {
        return hex;
    }
}

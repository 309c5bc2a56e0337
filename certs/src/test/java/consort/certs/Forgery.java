package consort.certs;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.OptionalLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that an attacker who holds an admitted key could make. */
final class Forgery {
    private Forgery() {}

    static X509Certificate selfSigned(KeyPair key, String uri, SecureRandom random) {
        X500Principal name = new X500Principal("CN=bootstrap,O=Consort");
        try {
            var builder = new JcaX509v3CertificateBuilder(name, BigInteger.TWO, Date.from(Pki.START),
                    Date.from(Pki.START.plus(Duration.ofDays(1))), name, key.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All fields as the authority would write them, signed by another key. */
    static X509Certificate issuedInTheNameOf(
            AuthorityCertificate authority, KeyPair key, Identity.Issued subject, SecureRandom random) {
        return Profile.issued(authority, key.getPrivate(), key.getPublic(), subject, OptionalLong.empty(), List.of(),
                Pki.START, Pki.START.plus(Pki.LIFETIME), random);
    }
}

package consort.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A PKCS#10 signing request whose proof of possession holds. Nothing but its public key is used: whatever subject or
 * extensions it asks for, the authority decides.
 */
public final class SigningRequest {
    /** What a P-256 request needs, several times over. */
    public static final int MAX_BYTES = 4096;

    private static final X500Principal SUBJECT = new X500Principal("CN=consort");

    private final PublicKey publicKey;

    private SigningRequest(PublicKey publicKey) {
        this.publicKey = publicKey;
    }

    /**
     * Reads and verifies a request.
     *
     * @param der canonical DER, at most {@link #MAX_BYTES}
     * @throws CertsException if it is too large, malformed, not on P-256, or not signed by its own key
     */
    public static SigningRequest parse(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw new CertsException("the signing request has " + der.length + " bytes, more than " + MAX_BYTES);
        }
        PKCS10CertificationRequest request = decode(der);
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        if (!X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
                || !SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters())) {
            throw new CertsException("the signing request's key is of kind " + key.getAlgorithm().getAlgorithm()
                    + ": only P-256 keys are certified");
        }
        if (!X9ObjectIdentifiers.ecdsa_with_SHA256.equals(request.getSignatureAlgorithm().getAlgorithm())) {
            throw new CertsException("the signing request's signature is of kind "
                    + request.getSignatureAlgorithm().getAlgorithm() + ": expected ECDSA with SHA-256");
        }
        return new SigningRequest(verified(request, key));
    }

    private static PKCS10CertificationRequest decode(byte[] der) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            if (Arrays.equals(request.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
                return request;
            }
        } catch (IOException | RuntimeException e) {
            throw new CertsException("the signing request is malformed: " + e.getMessage(), e);
        }
        throw new CertsException("the signing request is malformed: it is not canonical DER");
    }

    private static PublicKey verified(PKCS10CertificationRequest request, SubjectPublicKeyInfo key) {
        boolean proven;
        PublicKey publicKey;
        try {
            PublicKeyFactory.createKey(key); // refuses a point that is not on the curve, which the JDK's factory takes
            publicKey = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.getEncoded()));
            proven = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException | RuntimeException e) {
            throw new CertsException("the signing request's key cannot be used: " + e.getMessage(), e);
        }
        if (!proven) {
            throw new CertsException("the signing request is not signed by the key it asks a certificate for");
        }
        return publicKey;
    }

    /** A request for a key, as DER. */
    static byte[] create(KeyPair key, SecureRandom random) {
        try {
            var signer = new JcaContentSignerBuilder(P256.SIGNATURE).setSecureRandom(random).build(key.getPrivate());
            return new JcaPKCS10CertificationRequestBuilder(SUBJECT, key.getPublic()).build(signer).getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a signing request cannot be made: " + e.getMessage(), e);
        }
    }

    /** The P-256 key whose possession was proven. */
    public PublicKey publicKey() {
        return publicKey;
    }
}

package consort.certs;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * A key made by its owner that waits for its certificate. Send {@link #signingRequest()}, then {@link #complete} with what
 * comes back. An invite works once, so {@link #save} the key before it is sent: if the answer is lost, the same key can be
 * sent again.
 */
public final class PendingCredential {
    private final KeyPair key;
    private final byte[] signingRequest;

    private PendingCredential(KeyPair key, byte[] signingRequest) {
        this.key = key;
        this.signingRequest = signingRequest;
    }

    /** A fresh P-256 key. */
    public static PendingCredential create(SecureRandom random) {
        KeyPair key = P256.generate(random);
        return new PendingCredential(key, SigningRequest.create(key, random));
    }

    /** Loads what {@link #save} wrote; the request is signed anew, for the same key. */
    public static PendingCredential load(Path file, SecureRandom random) {
        ECPrivateKey secret = KeyFiles.readKey(file);
        KeyPair key = new KeyPair(P256.publicOf(secret), secret);
        return new PendingCredential(key, SigningRequest.create(key, random));
    }

    /** Writes the key alone as PKCS#8 PEM, mode 600, atomically; an existing file is refused. Delete it once complete. */
    public void save(Path file) {
        KeyFiles.writeNewKey(file, key.getPrivate());
    }

    /** PKCS#10, DER; a few hundred bytes. */
    public byte[] signingRequest() {
        return signingRequest.clone();
    }

    /**
     * Accepts the answer if it is a certificate for this key and this identity, by this authority, valid now.
     *
     * @param chain owner's and authority's certificate, as {@link Certificates#decode} gives them
     * @param authority from the invite at enrollment, from the current credential at renewal
     * @param identity {@link Invite#invited()}, or the current credential's
     * @throws CertsException saying what is wrong with the answer
     */
    public Credential complete(
            List<X509Certificate> chain, Fingerprint authority, Identity.Issued identity, Instant now) {
        return complete(chain, authority::equals, "expected " + authority, identity, now);
    }

    /** As {@link #complete(List, Fingerprint, Identity.Issued, Instant)}, where several authorities count. */
    public Credential complete(List<X509Certificate> chain, Authorities authorities, Identity.Issued identity, Instant now) {
        return complete(chain, authorities::contains, "expected one of " + authorities.certificates(), identity, now);
    }

    private Credential complete(List<X509Certificate> chain, Predicate<Fingerprint> authorities, String expected,
            Identity.Issued identity, Instant now) {
        if (chain.size() != 2) {
            throw refused("it has " + chain.size() + " certificates instead of two");
        }
        AuthorityCertificate issuer = AuthorityCertificate.of(chain.getLast());
        if (!authorities.test(issuer.fingerprint())) {
            throw refused("its authority has the fingerprint " + issuer.fingerprint() + ", " + expected);
        }
        try {
            IssuedCertificate issued = IssuedCheck.verify(issuer, chain.getFirst(), now);
            if (!issued.identity().equals(identity)) {
                throw refused("it is for " + issued.identity().describe() + ", expected " + identity.describe());
            }
        } catch (CertificateException e) {
            throw new CertsException("the coordinator's answer is refused: " + e.getMessage(), e);
        }
        return new Credential(key.getPrivate(), chain);
    }

    private static CertsException refused(String why) {
        return new CertsException("the coordinator's answer is refused: " + why);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "pending credential";
    }
}

package consort.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A private key with its certificate chain: what one end of a connection shows. Kept in one PEM file (key, certificate,
 * authority's certificate), so that a renewal replaces all of it or nothing.
 *
 * @param key P-256, of the first certificate
 * @param chain the owner's certificate first
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    /** @throws CertsException if key and certificate do not belong together */
    public Credential {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new CertsException("a key without a certificate: expected the key's certificate, then the authority's");
        }
        if (!KeyFiles.belongTogether(key, chain.getFirst())) {
            throw new CertsException("the private key is not the one of the certificate with fingerprint "
                    + Fingerprint.of(chain.getFirst()));
        }
    }

    /** Loads what {@link #save} wrote; refuses a file that others can read. */
    public static Credential load(Path file) {
        return Pem.credential(KeyFiles.readSecret(file), file);
    }

    /** Writes one PEM file, mode 600, atomically. */
    public void save(Path file) {
        KeyFiles.writeSecret(file, Pem.text(this));
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** What the authority wrote into the certificate. */
    public IssuedCertificate issued() {
        return IssuedCertificate.of(certificate());
    }

    /** When to renew: after two thirds of the certificate's life, which begins when it is issued. */
    public Instant renewAt() {
        Instant from = certificate().getNotBefore().toInstant().plus(Profile.BACKDATE);
        return from.plus(Duration.between(from, certificate().getNotAfter().toInstant()).multipliedBy(2).dividedBy(3));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "credential " + Fingerprint.of(certificate()) + " " + SubjectNames.uri(certificate());
    }
}

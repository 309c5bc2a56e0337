package consort.certs;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A consortium's certificate authority: one P-256 key, founded once, that certifies keys others made. It has no clock and
 * no randomness of its own, keeps no list of what it issued, and may be used from several threads.
 *
 * <p>Who calls it decides who somebody is: from an admitted invite, a renewing certificate, or the operator's own word at
 * the machine. A certificate begins five minutes in the past and never outlives the authority's.
 */
public final class Authority {
    private static final String KEY_FILE = "authority.key";
    private static final String CERTIFICATE_FILE = "authority.pem";

    private final PrivateKey key;
    private final AuthorityCertificate certificate;
    private final SecureRandom random;

    private Authority(PrivateKey key, AuthorityCertificate certificate, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.random = Objects.requireNonNull(random, "random");
    }

    /** A new authority, in memory only until {@link #save}. */
    public static Authority found(Name consortium, Duration lifetime, Instant now, SecureRandom random) {
        requirePositive(lifetime);
        KeyPair key = P256.generate(random);
        X509Certificate certificate = Profile.authority(key, consortium, lifetime, now, random);
        return new Authority(key.getPrivate(), AuthorityCertificate.of(certificate), random);
    }

    /** Loads what {@link #save} wrote. */
    public static Authority load(Path folder, SecureRandom random) {
        return load(folder.resolve(KEY_FILE), folder.resolve(CERTIFICATE_FILE), random);
    }

    /** Loads what {@link #save(Path, Path)} wrote. */
    public static Authority load(Path keyFile, Path certificateFile, SecureRandom random) {
        PrivateKey key = KeyFiles.readKey(keyFile);
        AuthorityCertificate certificate = AuthorityCertificate.load(certificateFile);
        if (!KeyFiles.belongTogether(key, certificate.certificate())) {
            throw new CertsException(keyFile + " is not the key of " + certificateFile + ": restore both from the same backup");
        }
        return new Authority(key, certificate, random);
    }

    /**
     * Writes {@code authority.key} (mode 600) and {@code authority.pem} into the folder.
     *
     * @throws CertsException if an authority is there already: it is never replaced
     */
    public void save(Path folder) {
        save(folder.resolve(KEY_FILE), folder.resolve(CERTIFICATE_FILE));
    }

    /** As {@link #save(Path)}, under other names. The certificate comes last: where it is, the key is. */
    public void save(Path keyFile, Path certificateFile) {
        KeyFiles.writeNewKey(keyFile, key);
        certificate.save(certificateFile);
    }

    public AuthorityCertificate certificate() {
        return certificate;
    }

    /**
     * Certifies a member's key.
     *
     * @return the new certificate and the authority's own, to be sent as they are
     * @throws CertsException if the member is of another consortium, or the authority has expired
     */
    public List<X509Certificate> issue(SigningRequest request, Identity.Member member, Duration lifetime, Instant now) {
        return issue(request, member, OptionalLong.empty(), List.of(), lifetime, now);
    }

    /**
     * As {@link #issue(SigningRequest, Identity.Member, Duration, Instant)}, for somebody whom the ledger admits.
     *
     * @param entry index of the ledger entry that admits the member: the certificate ends with that admission
     */
    public List<X509Certificate> issue(
            SigningRequest request, Identity.Member member, long entry, Duration lifetime, Instant now) {
        return issue(request, member, OptionalLong.of(entry), List.of(), lifetime, now);
    }

    /**
     * Certifies the coordinator's key.
     *
     * @param hosts DNS names and IP addresses under which members reach it, at least one
     */
    public List<X509Certificate> issueCoordinator(
            SigningRequest request, Collection<String> hosts, Duration lifetime, Instant now) {
        if (hosts.isEmpty()) {
            throw new CertsException("a coordinator's certificate needs at least one host name or address");
        }
        List<String> normal = hosts.stream().map(Address::host).distinct().sorted().toList();
        return issue(request, new Identity.Coordinator(certificate.consortium()), OptionalLong.empty(), normal, lifetime, now);
    }

    /**
     * Certifies a key, the same or a new one, for the identity, admitting entry and hosts of a certificate that is valid now. Whether it
     * was revoked is for the caller to check.
     *
     * @throws CertsException if the current certificate is not this authority's, or not valid now
     */
    public List<X509Certificate> renew(
            X509Certificate current, SigningRequest request, Duration lifetime, Instant now) {
        return renew(current, Authorities.of(certificate), request, lifetime, now);
    }

    /**
     * As {@link #renew(X509Certificate, SigningRequest, Duration, Instant)}, where the current certificate may be another
     * authority's.
     *
     * @param counting whose certificates can be renewed
     */
    public List<X509Certificate> renew(X509Certificate current, Authorities counting, SigningRequest request, Duration lifetime,
            Instant now) {
        try {
            IssuedCertificate issued = counting.verify(current, now);
            return issue(request, issued.identity(), issued.entry(), SubjectNames.hosts(current), lifetime, now);
        } catch (CertificateException e) {
            throw new CertsException("not renewed: " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> issue(SigningRequest request, Identity.Issued subject, OptionalLong entry, Collection<String> hosts,
            Duration lifetime, Instant now) {
        requirePositive(lifetime);
        if (!subject.consortium().equals(certificate.consortium())) {
            throw new CertsException("the authority of " + certificate.consortium() + " does not certify "
                    + subject.describe());
        }
        Instant end = certificate.certificate().getNotAfter().toInstant();
        if (!now.isBefore(end)) {
            throw new CertsException("the authority of " + certificate.consortium() + " expired at " + end);
        }
        Instant asked = now.plus(lifetime);
        Instant notAfter = asked.isBefore(end) ? asked : end;
        X509Certificate issued =
                Profile.issued(certificate, key, request.publicKey(), subject, entry, hosts, now, notAfter, random);
        return List.of(issued, certificate.certificate());
    }

    private static void requirePositive(Duration lifetime) {
        if (!lifetime.isPositive()) {
            throw new CertsException("the lifetime " + lifetime + " of a certificate is not positive");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return certificate.toString();
    }
}

package consort.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whom the coordinator's port lets in: members with a certificate of the authority, and holders of a live invite. It is
 * asked in the handshake and again at every call, so a certificate that was revoked or has expired, or an invite that was
 * used, ends at the next call even on an open connection (and on a resumed TLS session).
 *
 * @param authorities whose certificates count; live, called from network threads, must not block
 * @param clock decides what is valid now
 * @param revoked a live set; called from network threads, must not block
 * @param invites what is known of an invite at this moment; called from network threads, must not block
 * @param refused is told why somebody was refused in the handshake, one sentence; the peer sees only a TLS alert
 */
public record Admission(Supplier<Authorities> authorities, InstantSource clock, Predicate<IssuedCertificate> revoked,
        Function<InviteHash, InviteStanding> invites, Consumer<String> refused) {
    public Admission {
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(revoked, "revoked");
        Objects.requireNonNull(invites, "invites");
        Objects.requireNonNull(refused, "refused");
    }

    /** With one authority, for good. */
    public Admission(AuthorityCertificate authority, InstantSource clock, Predicate<IssuedCertificate> revoked,
            Function<InviteHash, InviteStanding> invites, Consumer<String> refused) {
        this(only(authority), clock, revoked, invites, refused);
    }

    private static Supplier<Authorities> only(AuthorityCertificate authority) {
        Authorities only = Authorities.of(authority);
        return () -> only;
    }

    /** In the handshake: everything is checked. */
    Principal admit(X509Certificate certificate) throws CertificateException {
        return Peers.isBootstrap(certificate) ? bootstrap(certificate) : member(certificate);
    }

    /** At a call, for a certificate that {@link #admit} let in: only what can have changed since. */
    Principal admitAgain(X509Certificate certificate) throws CertificateException {
        return switch (Peers.identity(certificate)) {
            case Identity.Bootstrap bootstrap -> {
                requireInvited(bootstrap.invite());
                yield Principal.bootstrap(bootstrap.invite());
            }
            case Identity.Issued issued -> {
                IssuedCheck.dates("the certificate of " + issued.describe(), certificate, clock.instant());
                AuthorityCertificate issuer = authorities.get().requireIssuer(certificate);
                IssuedCertificate fields = IssuedCertificate.of(certificate);
                requireNotRevoked(fields);
                yield Principal.issued(fields, issuer);
            }
        };
    }

    /** Whether a certificate that was let in is revoked since, or its authority retired; those of invites end otherwise. */
    public boolean isRevoked(X509Certificate certificate) {
        return Peers.identity(certificate) instanceof Identity.Issued
                && (revoked.test(IssuedCertificate.of(certificate)) || authorities.get().issuer(certificate).isEmpty());
    }

    private Principal member(X509Certificate certificate) throws CertificateException {
        Instant now = clock.instant();
        Authorities counting = authorities.get();
        IssuedCertificate issued = counting.verify(certificate, now);
        if (!(issued.identity() instanceof Identity.Member)) {
            throw new CertificateException(issued.identity().describe() + " has a certificate for servers, not for clients");
        }
        requireNotRevoked(issued);
        return Principal.issued(issued, counting.requireIssuer(certificate));
    }

    private Principal bootstrap(X509Certificate certificate) throws CertificateException {
        InviteHash hash = InviteHash.of(certificate.getPublicKey());
        requireInvited(hash);
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "the bootstrap certificate of invite " + hash + " is not signed by its own key", e);
        }
        if (!P256.isOnCurve(certificate.getPublicKey()) || !SubjectNames.isEmpty(certificate)) {
            throw new CertificateException("the bootstrap certificate of invite " + hash
                    + " claims a name: only the authority gives names");
        }
        return Principal.bootstrap(hash);
    }

    private void requireInvited(InviteHash hash) throws CertificateException {
        switch (invites.apply(hash)) {
            case OPEN -> { }
            case EXPIRED -> throw Refusal.dates("the invite " + hash + " has expired: ask for a new one");
            case ENDED -> throw Refusal.revoked("the invite " + hash + " was used or withdrawn: ask for a new one");
            case UNKNOWN -> throw Refusal.unknown("the certificate is self-signed, and no invite has its key (" + hash
                    + "): a mistyped invite, or one of another coordinator");
        }
    }

    private void requireNotRevoked(IssuedCertificate issued) throws CertificateException {
        if (revoked.test(issued)) {
            throw Refusal.revoked("the certificate " + issued.serial() + " of " + issued.identity().describe()
                    + " was revoked");
        }
    }
}

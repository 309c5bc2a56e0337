package consort.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who must answer at a coordinator's address; decides as the handshake of {@link Tls} does. */
public final class ExpectedCoordinator {
    private final List<Fingerprint> authorities;
    private final Function<InstantSource, CoordinatorTrust> trust;
    private final Function<ServerCertificates, Optional<Fingerprint>> issuer;

    private ExpectedCoordinator(List<Fingerprint> authorities, Function<InstantSource, CoordinatorTrust> trust,
            Function<ServerCertificates, Optional<Fingerprint>> issuer) {
        this.authorities = authorities;
        this.trust = trust;
        this.issuer = issuer;
    }

    /** For somebody who enrolls. */
    public static ExpectedCoordinator of(Invite invite) {
        return new ExpectedCoordinator(List.of(invite.authority()),
                clock -> CoordinatorTrust.invited(invite.authority(), invite.invited().consortium(), clock),
                shown -> shownIssuer(shown, invite.authority()));
    }

    /** For somebody who enrolled. */
    public static ExpectedCoordinator of(Authorities authorities) {
        return new ExpectedCoordinator(
                authorities.certificates().stream().map(AuthorityCertificate::fingerprint).toList(),
                clock -> CoordinatorTrust.known(() -> authorities, clock),
                shown -> authorities.issuer(shown.chain().getFirst()).map(AuthorityCertificate::fingerprint));
    }

    /** Whose certificates are taken: a fingerprint, or several with "or" between them. */
    public String authority() {
        return authorities.stream().map(Fingerprint::hex).collect(Collectors.joining(" or "));
    }

    /** Why what was shown is not taken at a time; empty when it is. */
    public Optional<String> refusal(ServerCertificates shown, Address dialed, Instant time) {
        try {
            trust.apply(InstantSource.fixed(time)).verify(shown.chain().toArray(X509Certificate[]::new), dialed.host());
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Whether it would be taken at some other time, so that only a clock is in the way. */
    public boolean isTimely(ServerCertificates shown, Address dialed) {
        Instant latest = shown.chain().stream().map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo).orElseThrow();
        return refusal(shown, dialed, latest.plusSeconds(1)).isEmpty();
    }

    /** How many authorities' certificates are taken. */
    public int counting() {
        return authorities.size();
    }

    /** Which authority signed the server's certificate, for whatever and whenever; empty when none of them did. */
    public Optional<Fingerprint> issuer(ServerCertificates shown) {
        return issuer.apply(shown);
    }

    /** Of an authority only the fingerprint is known; coordinators show its certificate too. */
    private static Optional<Fingerprint> shownIssuer(ServerCertificates shown, Fingerprint authority) {
        return shown.chain().stream().filter(certificate -> Fingerprint.of(certificate).equals(authority))
                .filter(certificate -> signed(certificate, shown.chain().getFirst())).map(Fingerprint::of).findFirst();
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

package consort.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Who must answer at a coordinator's address; decides as the handshake of {@link Tls} does. */
public final class ExpectedCoordinator {
    private final Fingerprint authority;
    private final Function<InstantSource, CoordinatorTrust> trust;

    private ExpectedCoordinator(Fingerprint authority, Function<InstantSource, CoordinatorTrust> trust) {
        this.authority = authority;
        this.trust = trust;
    }

    /** For somebody who enrolls. */
    public static ExpectedCoordinator of(Invite invite) {
        return new ExpectedCoordinator(invite.authority(),
                clock -> CoordinatorTrust.invited(invite.authority(), invite.invited().consortium(), clock));
    }

    /** For somebody who enrolled. */
    public static ExpectedCoordinator of(AuthorityCertificate authority) {
        return new ExpectedCoordinator(authority.fingerprint(), clock -> CoordinatorTrust.known(authority, clock));
    }

    /** Whose certificates are taken. */
    public Fingerprint authority() {
        return authority;
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

    /** Whether the authority, which coordinators show too, signed the server's certificate, for whatever and whenever. */
    public boolean isIssuer(ServerCertificates shown) {
        return shown.chain().stream().filter(certificate -> Fingerprint.of(certificate).equals(authority))
                .anyMatch(certificate -> signed(certificate, shown.chain().getFirst()));
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

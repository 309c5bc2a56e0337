package consort.certs;

import java.util.Objects;
import java.util.Optional;

/**
 * Who calls, and who says so: an identity counts only together with the authority that issued it. The same name by another
 * issuer is somebody else.
 *
 * @param issuer fingerprint of the authority; empty for the holder of an invite, who is known by its key alone
 */
public record Principal(Identity identity, Optional<Fingerprint> issuer) {
    public Principal {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(issuer, "issuer");
        if (issuer.isEmpty() != identity instanceof Identity.Bootstrap) {
            throw new IllegalArgumentException("every identity but an invite's holder has an issuer: " + identity.describe());
        }
    }

    static Principal issued(IssuedCertificate certificate, AuthorityCertificate authority) {
        return new Principal(certificate.identity(), Optional.of(authority.fingerprint()));
    }

    static Principal bootstrap(InviteHash invite) {
        return new Principal(new Identity.Bootstrap(invite), Optional.empty());
    }
}

package consort.bench.transfer;

import consort.certs.Admission;
import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.InviteStanding;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One authority for both processes, and what its certificates show. */
final class Keys {

    private static final Name POOL = new Name("pool");
    private static final Duration LIFETIME = Duration.ofDays(2);

    private final SecureRandom random = new SecureRandom();
    private final Authority authority;

    private Keys(Path folder) {
        authority = Authority.load(folder, random);
    }

    static Keys found(Path folder) {
        Authority.found(POOL, LIFETIME, Instant.now(), new SecureRandom()).save(folder);
        return load(folder);
    }

    static Keys load(Path folder) {
        return new Keys(folder);
    }

    Authority authority() {
        return authority;
    }

    Admission admission() {
        return new Admission(authority.certificate(), Clock.systemUTC(), revoked -> false, invite -> InviteStanding.UNKNOWN,
                refused -> { });
    }

    Credential coordinator() {
        PendingCredential pending = PendingCredential.create(random);
        Instant now = Instant.now();
        return pending.complete(authority.issueCoordinator(SigningRequest.parse(pending.signingRequest()), List.of("localhost"),
                Duration.ofDays(1), now), authority.certificate().fingerprint(), new Identity.Coordinator(POOL), now);
    }

    /** A worker's side, with a certificate of its own. */
    SslContext worker(int number) {
        Credential credential = credential(number);
        return Tls.client(() -> credential, authority.certificate(), Clock.systemUTC());
    }

    Credential credential(int number) {
        PendingCredential pending = PendingCredential.create(random);
        Instant now = Instant.now();
        Identity.Worker worker = new Identity.Worker(POOL, new Name("acme"), new Name("w" + number));
        return pending.complete(authority.issue(SigningRequest.parse(pending.signingRequest()), worker, Duration.ofDays(1), now),
                authority.certificate().fingerprint(), worker, now);
    }
}

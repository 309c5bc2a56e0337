package consort.certs;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A consortium for tests: an authority, a clock that tests set, and repeatable randomness. */
final class Pki implements InstantSource {
    static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
    static final Duration LIFETIME = Duration.ofDays(7);
    static final Address ADDRESS = new Address("localhost", 7443);

    final SecureRandom random;
    final Authority authority;
    final Name consortium;
    private volatile Instant now = START;

    Pki(String consortium, long seed) {
        this.random = seeded(seed);
        this.consortium = new Name(consortium);
        this.authority = Authority.found(this.consortium, Duration.ofDays(3650), START, random);
    }

    static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    void setClock(Instant instant) {
        now = instant;
    }

    Identity.Operator operator() {
        return new Identity.Operator(consortium);
    }

    Identity.Organization organization(String name) {
        return new Identity.Organization(consortium, new Name(name));
    }

    Identity.Worker worker(String organization, String name) {
        return new Identity.Worker(consortium, new Name(organization), new Name(name));
    }

    Credential credential(Identity.Member member) {
        PendingCredential pending = PendingCredential.create(random);
        var chain = authority.issue(SigningRequest.parse(pending.signingRequest()), member, LIFETIME, START);
        return pending.complete(chain, fingerprint(), member, START);
    }

    Credential coordinator(String... hosts) {
        PendingCredential pending = PendingCredential.create(random);
        var chain = authority.issueCoordinator(
                SigningRequest.parse(pending.signingRequest()), List.of(hosts), LIFETIME, START);
        return pending.complete(chain, fingerprint(), new Identity.Coordinator(consortium), START);
    }

    Fingerprint fingerprint() {
        return authority.certificate().fingerprint();
    }

    Admission admission(Set<String> revokedSerials, Function<InviteHash, InviteStanding> invites, Consumer<String> log) {
        return new Admission(authority.certificate(), this,
                issued -> revokedSerials.contains(issued.serial()), invites, log);
    }
}

package consort.coordinator.rpc;

import consort.certs.Authority;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.SigningRequest;
import consort.coordinator.core.Reply;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues certificates to those whose enrolment stands in the ledger.
 *
 * <p>Enrolling again with the same entry and the same key gets a certificate again, so that a lost answer costs nothing.
 * The entry alone must not be enough: it is public. So the first key certified for an invite is the only one, as long as
 * the process remembers; after a restart, a used invite certifies nobody.
 */
public final class Registrar {

    private final Authority authority;
    private final String origin;
    private final String logKey;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

    /** @param lifetime of the certificates issued */
    public Registrar(Authority authority, String origin, String logKey, Duration lifetime, InstantSource clock) {
        this.authority = authority;
        this.origin = origin;
        this.logKey = logKey;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    String origin() {
        return origin;
    }

    String logKey() {
        return logKey;
    }

    X509Certificate authority() {
        return authority.certificate().certificate();
    }

    /** Refuses another key than the one that used the invite. */
    void requireSameKey(String invite, SigningRequest request) {
        byte[] known = keys.get(invite);
        if (known != null && !Arrays.equals(known, request.publicKey().getEncoded())) {
            throw usedUp();
        }
    }

    List<X509Certificate> certify(String invite, SigningRequest request, Reply.Enrolled enrolled) {
        byte[] key = request.publicKey().getEncoded();
        byte[] known = enrolled.again() ? keys.get(invite) : keys.computeIfAbsent(invite, ignored -> key);
        if (known == null || !Arrays.equals(known, key)) {
            throw usedUp();
        }
        Name consortium = authority.certificate().consortium();
        Name organization = new Name(enrolled.organization());
        Identity.Member member = enrolled.worker()
                .<Identity.Member>map(worker -> new Identity.Worker(consortium, organization, new Name(worker)))
                .orElseGet(() -> new Identity.Organization(consortium, organization));
        return authority.issue(request, member, lifetime, clock.instant());
    }

    /** A new certificate for who calls with a valid one. */
    List<X509Certificate> renew(X509Certificate current, SigningRequest request) {
        return authority.renew(current, request, lifetime, clock.instant());
    }

    private static CertsException usedUp() {
        return new CertsException("this invite was used by another key; ask for a new invite");
    }
}

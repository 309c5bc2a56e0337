package consort.coordinator.rpc;

import consort.certs.Authority;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.SigningRequest;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Admitted;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Access;
import consort.ledger.entry.Subject;
import consort.ledger.fold.InviteView;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Issues certificates to those whose enrollment stands in the ledger.
 *
 * <p>Enrolling again with the same entry and the same key gets a certificate again, so that a lost answer costs nothing.
 * The entry alone must not be enough: it is public. So the key that asks is noted in {@code certs/enrolled/<invite>} before
 * the entry goes to the ledger, and once the invite is used no other key is certified for it. Of two keys that ask at once
 * the first is heard, and the other refused until the first has its answer.
 */
public final class Registrar {

    private static final int MAX_KEY_BYTES = 1024;

    private final Issuers issuers;
    private final String origin;
    private final String logKey;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Disk disk;
    /** Whoever answers takes one out without waiting for what is written here. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Ledger ledger;
    private final IssuedRecords issued;

    /**
     * What the ledger says of those who ask.
     *
     * @param used whether the invite with this hash was used
     * @param admitted whom it admits now
     * @param key that signs somebody's entries now; empty for people, and for whom it does not admit
     */
    public record Ledger(Predicate<String> used, Supplier<Admitted> admitted, Function<Subject, Optional<VerifierKey>> key) {
    }

    /** Why a certificate is renewed, whose issuer alone proves little. */
    private enum Ground {
        /** It is one of the newest that were issued here. */
        NEWEST,
        /** The party's key in the ledger signed the request, for the key that is to be certified. */
        SIGNED,
        /** A person's, of whose certificates there are no notes, and no second authority to go over to. */
        NO_RECORD
    }

    /**
     * @param lifetime of the certificates issued
     * @param disk of the coordinator's folder
     */
    public Registrar(Issuers issuers, String origin, String logKey, Duration lifetime, InstantSource clock, Disk disk,
            Ledger ledger) {
        this.issuers = issuers;
        this.origin = origin;
        this.logKey = logKey;
        this.lifetime = lifetime;
        this.clock = clock;
        this.disk = disk;
        this.ledger = ledger;
        this.issued = new IssuedRecords(disk);
    }

    Issuers issuers() {
        return issuers;
    }

    /** The key that signs somebody's entries now; empty for people, and for whom the ledger does not admit. */
    Optional<VerifierKey> keyOf(Subject subject) {
        return ledger.key().apply(subject);
    }

    String origin() {
        return origin;
    }

    String logKey() {
        return logKey;
    }

    /** The authority that invites name. */
    X509Certificate authority() {
        return issuers.shown().certificate();
    }

    /**
     * Notes the key that is going to use an invite, until {@link #release}; refuses another one than that which uses or used
     * it.
     */
    synchronized void bind(String invite, SigningRequest request) throws IOException {
        byte[] key = request.publicKey().getEncoded();
        if (!Arrays.equals(bound(invite), key)) {
            if (ledger.used().test(invite)) {
                throw usedUp();
            }
            if (busy.contains(invite)) {
                throw new CertsException("this invite is being used by another key at this moment; ask for an invite of your own");
            }
            disk.replace(path(invite), key);
        }
        busy.add(invite);
    }

    /** The request that {@link #bind} was called for has its answer. */
    void release(String invite) {
        busy.remove(invite);
    }

    private byte[] bound(String invite) throws IOException {
        return disk.exists(path(invite)) ? disk.readAll(path(invite), MAX_KEY_BYTES) : new byte[0];
    }

    private static String path(String invite) {
        return "certs/enrolled/" + invite;
    }

    synchronized List<X509Certificate> certify(String invite, SigningRequest request, Reply.Enrolled enrolled) throws IOException {
        if (!Arrays.equals(bound(invite), request.publicKey().getEncoded())) {
            throw usedUp();
        }
        Authority authority = issuers.issuing();
        Name consortium = authority.certificate().consortium();
        List<X509Certificate> chain = authority.issue(request, identity(consortium, enrolled.invite()),
                enrolled.indices().getFirst(), lifetime, clock.instant());
        issued.note(enrolled.invite().subject(), Optional.empty(), chain.getFirst(), authority.certificate());
        return chain;
    }

    private static Identity.Member identity(Name consortium, InviteView invite) {
        Name organization = new Name(invite.subject().organization());
        return switch (invite) {
            case InviteView.OrganizationInvite joined -> new Identity.Organization(consortium, organization);
            case InviteView.WorkerInvite worker ->
                    new Identity.Worker(consortium, organization, new Name(worker.worker().worker()));
            case InviteView.PersonInvite person ->
                    new Identity.Person(consortium, organization, role(person.role()), new Name(person.name()));
        };
    }

    private static Identity.PersonRole role(Access.Role role) {
        return switch (role) {
            case MEMBER -> Identity.PersonRole.MEMBER;
            case AUDITOR -> Identity.PersonRole.AUDITOR;
        };
    }

    /**
     * A new certificate for who calls with a valid one that was issued here; the same again while it is by the authority that
     * issues and has more than half of its life before it.
     *
     * @param signedBy whether a key signed the request
     * @throws CertsException for a certificate that this registrar did not issue, or not lately, unless the party's own key signed
     */
    List<X509Certificate> renew(X509Certificate current, Identity identity, SigningRequest request, Predicate<VerifierKey> signedBy)
            throws IOException {
        Subject subject = Caller.subject(identity).orElseThrow(() ->
                new CertsException("a certificate of " + identity.describe() + " is not renewed by the coordinator"));
        Ground ground = ground(current, subject, signedBy);
        Authority authority = issuers.issuing();
        boolean stays = ground != Ground.SIGNED && isYoung(current)
                && issuers.counting().issuer(current).equals(Optional.of(authority.certificate()));
        if (stays) {
            if (ground == Ground.NO_RECORD) {
                issued.note(subject, Optional.empty(), current, authority.certificate());
            }
            return List.of(current, authority.certificate().certificate());
        }
        List<X509Certificate> chain = authority.renew(current, issuers.counting(), request, lifetime, clock.instant());
        // What was shown with a signed request may be another's, who read that request: it is not noted, hence opens nothing.
        Optional<X509Certificate> shown = ground == Ground.SIGNED ? Optional.empty() : Optional.of(current);
        issued.note(subject, shown, chain.getFirst(), authority.certificate());
        return chain;
    }

    /**
     * That an authority signed it proves little on the day that authority's key is stolen: what the thief makes must not become a
     * certificate of the next authority. Whose notes are older than what it shows, as after a restore, is known by its key in the
     * ledger. People have none: they are heard without notes while one authority counts.
     */
    private Ground ground(X509Certificate current, Subject subject, Predicate<VerifierKey> signedBy) throws IOException {
        List<String> known = issued.of(subject).map(IssuedRecords.Newest::certificates).orElse(List.of());
        if (known.contains(IssuedRecords.hash(current))) {
            return Ground.NEWEST;
        }
        Optional<VerifierKey> key = ledger.key().apply(subject);
        if (key.filter(signedBy).isPresent()) {
            return Ground.SIGNED;
        }
        if (key.isEmpty() && known.isEmpty() && issuers.ledger().standing().size() == 1) {
            return Ground.NO_RECORD;
        }
        throw new CertsException("not renewed: this certificate of " + subject + " is none of the newest that the coordinator issued to"
                + " it" + subject.person().map(person -> ". Use the newest copy of the folder; if it is that, " + subject.organization()
                        + " invites again: consort member withdraw --person " + person + " --reason TEXT, then consort member"
                        + " invite-person " + person + " --role ROLE")
                .orElse(", and its key in the ledger did not sign the request. Use the newest copy of the folder, and this version"));
    }

    private boolean isYoung(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        return clock.instant().isBefore(from.plus(Duration.between(from, end).dividedBy(2)));
    }

    /**
     * Who takes part and has no certificate of another authority than this one, as far as is known. Of whom nothing is noted the
     * authority is unknown, and may be this one.
     */
    List<String> holders(String authority) throws IOException {
        List<String> holders = new ArrayList<>();
        for (Subject subject : ledger.admitted().get().subjects()) {
            Optional<IssuedRecords.Newest> newest = issued.of(subject);
            boolean holds = newest.isEmpty()
                    || newest.get().authority().equals(authority) && clock.instant().isBefore(newest.get().notAfter());
            if (holds) {
                holders.add(subject.toString());
            }
        }
        return holders.stream().sorted().toList();
    }

    private static CertsException usedUp() {
        return new CertsException("this invite was used by another key; ask for a new invite");
    }
}

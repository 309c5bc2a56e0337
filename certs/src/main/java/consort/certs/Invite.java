package consort.certs;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * One line that lets an organization, a worker or a person enroll once:
 *
 * <pre>
 * consort://HOST:PORT/CONSORTIUM/ORGANIZATION#FINGERPRINT.SECRET
 * consort://HOST:PORT/CONSORTIUM/ORGANIZATION/WORKER#FINGERPRINT.SECRET
 * consort://HOST:PORT/CONSORTIUM/ORGANIZATION/member/PERSON#FINGERPRINT.SECRET
 * consort://HOST:PORT/CONSORTIUM/ORGANIZATION/auditor/PERSON#FINGERPRINT.SECRET
 * </pre>
 *
 * FINGERPRINT is the authority's, 64 hexadecimal digits; SECRET is 32 random bytes in base64url without padding. The line
 * has one text: what {@link #parse} accepts, {@link #line} gives back. Whoever holds it can enroll, so send it over a
 * channel that others do not read.
 *
 * <p>Two keys are derived from the secret by HKDF-SHA256 (salt: the fingerprint's 32 bytes, so that a secret used in two
 * consortia gives unrelated keys; info: a label): the P-256 key of the bootstrap certificate, and a seed for the Ed25519
 * key with which the invited party signs the key it made itself. Who issues the invite gives the coordinator only
 * {@link #hash()} and, where the ledger wants it, the public key of {@link #signingSeed()}.
 */
public final class Invite {
    private static final String TLS_LABEL = "consort/invite/v1/bootstrap-tls";
    private static final String SIGNING_LABEL = "consort/invite/v1/signing-seed";
    private static final int MAX_LINE_CHARACTERS = 1024;
    private static final String FORM =
            "consort://HOST:PORT/CONSORTIUM/ORGANIZATION[/WORKER | /member/PERSON | /auditor/PERSON]#FINGERPRINT.SECRET";

    private final Address coordinator;
    private final Identity.Member invited;
    private final Fingerprint authority;
    private final InviteSecret secret;

    private Invite(Address coordinator, Identity.Member invited, Fingerprint authority, InviteSecret secret) {
        this.coordinator = Objects.requireNonNull(coordinator, "coordinator");
        this.invited = Objects.requireNonNull(invited, "invited");
        this.authority = Objects.requireNonNull(authority, "authority");
        this.secret = secret;
    }

    /** A new invite with a fresh secret, for an organization. */
    public static Invite create(
            Address coordinator, Identity.Organization invited, Fingerprint authority, SecureRandom random) {
        return new Invite(coordinator, invited, authority, InviteSecret.random(random));
    }

    /** A new invite with a fresh secret, for a worker. */
    public static Invite create(
            Address coordinator, Identity.Worker invited, Fingerprint authority, SecureRandom random) {
        return new Invite(coordinator, invited, authority, InviteSecret.random(random));
    }

    /** A new invite with a fresh secret, for a person. */
    public static Invite create(
            Address coordinator, Identity.Person invited, Fingerprint authority, SecureRandom random) {
        return new Invite(coordinator, invited, authority, InviteSecret.random(random));
    }

    /**
     * Reads a line; white space around it is dropped, nothing else is forgiven.
     *
     * @throws CertsException one clear error, naming the part that is wrong and never the secret
     */
    public static Invite parse(String text) {
        String line = text.strip();
        if (line.length() > MAX_LINE_CHARACTERS) {
            throw new CertsException("an invite has at most " + MAX_LINE_CHARACTERS + " characters, this one has "
                    + line.length() + "; copy the line again");
        }
        int hash = line.indexOf('#');
        if (hash < 0) {
            throw new CertsException("this invite has no # and so no secret: expected " + FORM
                    + "; put the line in single quotes on a command line");
        }
        String head = line.substring(0, hash);
        String tail = line.substring(hash + 1);
        if (!head.startsWith(Identity.SCHEME)) {
            throw new CertsException("this invite begins with " + Name.shown(head) + ": expected " + FORM);
        }
        String[] parts = head.substring(Identity.SCHEME.length()).split("/", -1);
        boolean person = parts.length == 5 && Identity.PersonRole.of(parts[3]).isPresent();
        if (parts.length < 3 || parts.length > 4 && !person) {
            throw new CertsException("the part " + Name.shown(head) + " of this invite does not say who is invited:"
                    + " expected " + FORM);
        }
        int dot = tail.indexOf('.');
        if (dot < 0) {
            throw new CertsException("this invite has no dot between fingerprint and secret: expected " + FORM
                    + "; copy the whole line again");
        }
        return new Invite(address(parts[0]), invited(parts),
                new Fingerprint(tail.substring(0, dot)), InviteSecret.parse(tail.substring(dot + 1)));
    }

    /** Only as {@link #line} writes it, since an invite has one text. */
    private static Address address(String text) {
        Address address = Address.parse(text);
        if (!address.toString().equals(text)) {
            throw new CertsException("the address " + Name.shown(text) + " of this invite was altered: expected \"" + address
                    + "\"; copy the line again");
        }
        return address;
    }

    private static Identity.Member invited(String[] parts) {
        Name consortium = new Name(parts[1]);
        Name organization = new Name(parts[2]);
        return switch (parts.length) {
            case 3 -> new Identity.Organization(consortium, organization);
            case 4 -> new Identity.Worker(consortium, organization, new Name(parts[3]));
            default -> new Identity.Person(
                    consortium, organization, Identity.PersonRole.of(parts[3]).orElseThrow(), new Name(parts[4]));
        };
    }

    /** The whole line, with the secret. */
    public String line() {
        return head() + "#" + authority + "." + secret.text();
    }

    private String head() {
        String who = switch (invited) {
            case Identity.Organization organization -> organization.organization().value();
            case Identity.Worker worker -> worker.organization() + "/" + worker.worker();
            case Identity.Person person -> person.organization() + "/" + person.role().text() + "/" + person.person();
            case Identity.Operator operator -> throw new AssertionError("nobody invites " + operator.describe());
        };
        return Identity.SCHEME + coordinator + "/" + invited.consortium() + "/" + who;
    }

    /** Where to enroll. */
    public Address coordinator() {
        return coordinator;
    }

    /** Who is invited: an {@link Identity.Organization}, an {@link Identity.Worker} or an {@link Identity.Person}. */
    public Identity.Member invited() {
        return invited;
    }

    /** The only authority to believe while enrolling. */
    public Fingerprint authority() {
        return authority;
    }

    /** What the coordinator keeps of this invite. */
    public InviteHash hash() {
        return InviteHash.of(bootstrapKey().getPublic());
    }

    /** The 32-byte seed of an Ed25519 key (RFC 8032 private key) that whoever holds this invite can sign with. */
    public byte[] signingSeed() {
        return secret.derive(salt(), SIGNING_LABEL, 32);
    }

    /** The bootstrap key with a self-signed certificate made on the fly. */
    Credential bootstrap(Instant now, SecureRandom random) {
        KeyPair key = bootstrapKey();
        return new Credential(key.getPrivate(), List.of(Profile.bootstrap(key, now, random)));
    }

    private KeyPair bootstrapKey() {
        return P256.derive(secret.derive(salt(), TLS_LABEL, 48));
    }

    private byte[] salt() {
        return HexFormat.of().parseHex(authority.hex());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Invite invite && coordinator.equals(invite.coordinator)
                && invited.equals(invite.invited) && authority.equals(invite.authority) && secret.equals(invite.secret);
    }

    @Override
    public int hashCode() {
        return Objects.hash(coordinator, invited, authority, secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return head() + "#" + authority + "." + secret;
    }
}

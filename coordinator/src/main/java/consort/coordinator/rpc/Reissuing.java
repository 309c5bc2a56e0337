package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.certs.Authority;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.SigningRequest;
import consort.coordinator.loop.LedgerAuthorities;
import consort.ledger.disk.Disk;
import consort.ledger.entry.CertificateRequest;
import consort.ledger.entry.Subject;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.State;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Renewed;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * New certificates for organizations whose own has ended, so that they cannot call. That an organization asks is proven by its
 * present key of the ledger; what it asks with comes in a file, and what it gets goes back in one.
 *
 * <p>A request that is answered twice gives two certificates for one key, which only its maker holds.
 *
 * @param state that the ledger gives
 * @param disk of the coordinator's folder
 */
public record Reissuing(Issuers issuers, State state, Duration lifetime, InstantSource clock, Disk disk) {

    /** So long a request counts: what was copied from an old mail is of no use with a TLS key that was copied as well. */
    private static final Duration MAX_AGE = Duration.ofDays(7);
    /** So far the clock of who asks may be ahead. */
    private static final Duration MAX_AHEAD = Duration.ofHours(1);

    /** @param file for {@code consort member renew --answer} */
    public record Answer(String organization, Instant notAfter, byte[] file) {
    }

    /**
     * Certifies the key of a request, and notes it as the registrar does.
     *
     * @param file as {@code consort member renew --request} wrote it
     * @throws CertsException when it is no request, or none of an organization that takes part, signed with its present key
     */
    public Answer certify(byte[] file) throws IOException {
        CertificateRequest request = read(file);
        MemberView member = member(request);
        requireSigned(request, member);
        requireFresh(request);
        SigningRequest asked = SigningRequest.parse(request.signingRequest());
        Authority authority = issuers.issuing();
        Name consortium = authority.certificate().consortium();
        List<X509Certificate> chain = authority.issue(asked,
                new Identity.Organization(consortium, new Name(member.organization())), member.index(), lifetime, clock.instant());
        new IssuedRecords(disk).note(Subject.ofOrganization(member.organization()), Optional.empty(), chain.getFirst(),
                authority.certificate());
        return new Answer(member.organization(), chain.getFirst().getNotAfter().toInstant(),
                renewed(chain, issuers.ledger()).toByteArray());
    }

    /** A chain, with what its owner must know to trust it. */
    static Renewed renewed(List<X509Certificate> chain, LedgerAuthorities ledger) {
        List<byte[]> encoded = Certificates.encode(chain);
        return Renewed.newBuilder()
                .setCertificate(UnsafeByteOperations.unsafeWrap(encoded.getFirst()))
                .setAuthorityCertificate(UnsafeByteOperations.unsafeWrap(encoded.getLast()))
                .addAllTrustEntries(ledger.entries().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                .addAllAuthorities(ledger.certificates().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                .build();
    }

    private static CertificateRequest read(byte[] file) {
        try {
            return CertificateRequest.parse(file);
        } catch (MalformedNoteException malformed) {
            throw refused(malformed.getMessage());
        }
    }

    private MemberView member(CertificateRequest request) {
        String organization = request.organization();
        if (!request.origin().equals(state.origin())) {
            throw refused("it is for " + request.origin() + ", and this is the coordinator of " + state.origin());
        }
        MemberView member = state.members().get(organization);
        if (member == null) {
            throw refused("no organization " + organization + " is a member; invite it");
        }
        if (member.revoked().isPresent()) {
            throw refused(organization + " was revoked (entry " + member.revoked().getAsLong() + "); invite it under another name");
        }
        return member;
    }

    private static void requireSigned(CertificateRequest request, MemberView member) {
        try {
            request.verify(member.key());
        } catch (UnverifiedNoteException unsigned) {
            throw refused("it is not signed with the present key of " + member.organization() + ": " + unsigned.getMessage());
        }
    }

    private void requireFresh(CertificateRequest request) {
        Instant made = Instant.ofEpochMilli(request.wallMillis());
        Instant now = clock.instant();
        if (made.plus(MAX_AGE).isBefore(now) || now.plus(MAX_AHEAD).isBefore(made)) {
            throw refused("it was made at " + made + ", and it is now " + now + "; one counts for " + MAX_AGE.toDays()
                    + " days. See that both clocks are right, and have it made again");
        }
    }

    private static CertsException refused(String why) {
        return new CertsException("the request is refused, and nothing was issued: " + why);
    }
}

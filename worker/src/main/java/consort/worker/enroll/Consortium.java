package consort.worker.enroll;

import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.ledger.audit.Trust;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.json.JsonException;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import consort.proto.ConsortiumDescription;
import java.util.List;
import java.util.Optional;

/**
 * What an invited party is about to join, checked against its invite.
 *
 * @param logKey its name is the ledger's origin
 * @param charter the charter itself
 * @param charterDigest of the charter's stored bytes
 * @param authority the one the invite names
 * @param terms present exactly when an organization is invited
 */
public record Consortium(VerifierKey logKey, CharterDocument charter, String charterDigest, AuthorityCertificate authority,
        Optional<ShareTerms> terms) {

    /** @throws DescriptionException when it does not hold together, or is not what the invite is for */
    public static Consortium of(ConsortiumDescription description, Invite invite) {
        try {
            VerifierKey logKey = VerifierKey.parse(description.getLogKey());
            byte[] charterBytes = description.getCharter().toByteArray();
            CharterDocument charter = CharterDocument.parse(charterBytes);
            AuthorityCertificate authority = AuthorityCertificate.of(
                    Certificates.decode(List.of(description.getAuthorityCertificate().toByteArray())).getFirst());
            require("the origin", charter.origin(), description.getOrigin());
            require("the log key's name", charter.origin(), logKey.name());
            require("the consortium", invite.invited().consortium().value(), charter.consortium());
            require("the authority's fingerprint", invite.authority().hex(), authority.fingerprint().hex());
            return new Consortium(logKey, charter, Document.digest(charterBytes), authority, terms(description, invite));
        } catch (MalformedNoteException | JsonException | CertsException e) {
            throw new DescriptionException("the coordinator's description of the consortium cannot be read: " + e.getMessage());
        }
    }

    public Trust trust() {
        return new Trust(logKey, charterDigest, authority.fingerprint().hex());
    }

    private static void require(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new DescriptionException("the coordinator's description does not fit: " + what + " is " + found
                    + ", expected " + expected);
        }
    }

    private static Optional<ShareTerms> terms(ConsortiumDescription description, Invite invite) {
        if (!(invite.invited() instanceof Identity.Organization)) {
            return Optional.empty();
        }
        if (!description.hasTerms()) {
            throw new DescriptionException("the coordinator does not say which benefit and tier the invitation holds");
        }
        return Optional.of(ShareTerms.of(description.getTerms()));
    }
}

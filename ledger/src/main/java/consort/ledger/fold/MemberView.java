package consort.ledger.fold;

import consort.ledger.note.VerifierKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A member organization.
 *
 * @param key signs its entries
 * @param successor its next key, which retires {@code key} with the first entry it signs; until then both count
 * @param benefit as its invitation said and it accepted, as its tier
 * @param active false only between its {@code member} entry and its acceptance
 * @param index of its {@code member} entry
 * @param revoked index of the entry that ended its part, if it was revoked: its key counts no more, and it is in no bill of a
 *     period that began afterwards
 */
public record MemberView(String organization, VerifierKey key, Optional<VerifierKey> successor, long benefit, long tier,
        boolean active, long index, OptionalLong revoked) {

    MemberView activated() {
        return new MemberView(organization, key, successor, benefit, tier, true, index, revoked);
    }

    MemberView revokedBy(long entry) {
        return new MemberView(organization, key, successor, benefit, tier, active, index, OptionalLong.of(entry));
    }

    MemberView succeededBy(VerifierKey next) {
        return new MemberView(organization, key, Optional.of(next), benefit, tier, active, index, revoked);
    }

    /** With the next key as the present one, when {@code signer} is that. */
    MemberView signedBy(VerifierKey signer) {
        return isSuccessor(signer)
                ? new MemberView(organization, signer, Optional.empty(), benefit, tier, active, index, revoked) : this;
    }

    boolean isSuccessor(VerifierKey other) {
        return successor.filter(other::equals).isPresent();
    }
}

package consort.ledger.fold;

import consort.ledger.note.VerifierKey;
import java.util.OptionalLong;

/**
 * A member organization.
 *
 * @param key signs its entries
 * @param benefit as its invitation said and it accepted, as its tier
 * @param active false only between its {@code member} entry and its acceptance
 * @param index of its {@code member} entry
 * @param revoked index of the entry that ended its part, if it was revoked: its key counts no more, and it is in no bill of a
 *     period that began afterwards
 */
public record MemberView(String organization, VerifierKey key, long benefit, long tier, boolean active, long index,
        OptionalLong revoked) {

    MemberView activated() {
        return new MemberView(organization, key, benefit, tier, true, index, revoked);
    }

    MemberView revokedBy(long entry) {
        return new MemberView(organization, key, benefit, tier, active, index, OptionalLong.of(entry));
    }
}

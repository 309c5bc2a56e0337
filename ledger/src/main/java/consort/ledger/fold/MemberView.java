package consort.ledger.fold;

import consort.ledger.note.VerifierKey;

/**
 * A member organization.
 *
 * @param key signs its entries
 * @param benefit as its invitation said and it accepted, as its tier
 * @param active false only between its {@code member} entry and its acceptance
 * @param index of its {@code member} entry
 */
public record MemberView(String organization, VerifierKey key, long benefit, long tier, boolean active, long index) {

    MemberView activated() {
        return new MemberView(organization, key, benefit, tier, true, index);
    }
}

package consort.ledger.fold;

import consort.ledger.entry.Access;

/**
 * A person of an organization with a certificate: reads, and signs nothing.
 *
 * @param index of the {@code access-used} entry
 */
public record PersonView(String organization, String name, Access.Role role, long index) {
}

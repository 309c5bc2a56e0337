package consort.ledger.fold;

import java.util.OptionalLong;

/**
 * A certificate authority of the consortium.
 *
 * @param fingerprint SHA-256 of its certificate, hexadecimal
 * @param index of the entry by which it came to count; 0 for that of the charter
 * @param retired index of the entry that ended this
 */
public record AuthorityView(String fingerprint, long index, OptionalLong retired) {

    public boolean stands() {
        return retired.isEmpty();
    }
}

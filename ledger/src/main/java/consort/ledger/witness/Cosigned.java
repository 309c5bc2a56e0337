package consort.ledger.witness;

import consort.ledger.note.CosignerKey;
import java.util.Optional;

/**
 * A cosignature that was verified.
 *
 * @param organization whose witness signed; empty for a witness from outside the consortium
 * @param timeSeconds when, as the witness says: since 1970
 * @param counts whether it counts for the quorum
 */
public record Cosigned(Optional<String> organization, CosignerKey key, long timeSeconds, boolean counts) {
}

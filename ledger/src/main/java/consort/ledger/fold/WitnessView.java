package consort.ledger.fold;

import consort.ledger.entry.Subject;
import consort.ledger.note.CosignerKey;
import java.util.Optional;

/**
 * A witness.
 *
 * @param organization whose it is
 * @param worker the organization's worker that is the witness; empty when it is none of them
 * @param key that it cosigns with
 * @param index of the entry that admitted the key
 */
public record WitnessView(String organization, Optional<String> worker, CosignerKey key, long index) {

    /** With whose part in the consortium it ends. */
    Subject holder() {
        return new Subject(organization, worker, Optional.empty());
    }
}

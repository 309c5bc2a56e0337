package consort.ledger.fold;

import consort.ledger.note.CosignerKey;

/**
 * A witness.
 *
 * @param organization whose it is
 * @param key that it cosigns with
 * @param index of the entry that admitted the key
 */
public record WitnessView(String organization, CosignerKey key, long index) {
}

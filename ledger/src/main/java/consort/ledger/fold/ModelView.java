package consort.ledger.fold;

import java.util.OptionalLong;

/**
 * A model of a run.
 *
 * @param round the round that closed with it; 0 for the initial one
 * @param index of the entry that binds it
 * @param accuracyMillionths as the first accepted evaluation claims
 * @param lossMillionths likewise
 */
public record ModelView(
        long run, long round, String digest, long index, OptionalLong accuracyMillionths, OptionalLong lossMillionths) {

    boolean evaluated() {
        return accuracyMillionths.isPresent() || lossMillionths.isPresent();
    }
}

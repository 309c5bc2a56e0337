package consort.ledger.fold;

import java.util.OptionalLong;

/**
 * A model of a run.
 *
 * @param round the round that closed with it; 0 for the initial one
 * @param index of the entry that binds it
 * @param timeMillis of that entry
 * @param accuracyMillionths as the first accepted evaluation claims
 * @param lossMillionths likewise
 */
public record ModelView(
        long run, long round, String digest, long index, long timeMillis, OptionalLong accuracyMillionths,
        OptionalLong lossMillionths) {

    static ModelView unmeasured(long run, long round, String digest, long index, long timeMillis) {
        return new ModelView(run, round, digest, index, timeMillis, OptionalLong.empty(), OptionalLong.empty());
    }

    ModelView measured(OptionalLong accuracy, OptionalLong loss) {
        return new ModelView(run, round, digest, index, timeMillis, accuracy, loss);
    }

    boolean evaluated() {
        return accuracyMillionths.isPresent() || lossMillionths.isPresent();
    }
}

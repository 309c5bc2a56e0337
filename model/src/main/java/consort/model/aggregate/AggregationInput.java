package consort.model.aggregate;

import consort.model.sum.Scales;
import consort.model.sum.Weights;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Limits;
import consort.model.update.Trainable;
import java.util.List;

/// Everything that decides the next model.
///
/// @param updates one or more, in any order: order changes nothing
public record AggregationInput(ByteSource previousModel, List<WeightedUpdate> updates, Trainable trainable,
        Scales scales, Limits limits) {
    /// @throws IllegalArgumentException if there is no update or the weights sum to more than 2^20
    public AggregationInput {
        updates = List.copyOf(updates);
        long sum = updates.stream().mapToLong(WeightedUpdate::weight).sum();
        if (sum == 0 || sum > Weights.MAX_SUM) {
            throw new IllegalArgumentException(updates.size() + " updates with weights that sum to " + sum
                    + "; the sum must lie between 1 and " + Weights.MAX_SUM);
        }
    }

    /// The weight that actually arrived.
    public int totalWeight() {
        return updates.stream().mapToInt(WeightedUpdate::weight).sum();
    }
}

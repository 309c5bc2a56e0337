package consort.model.aggregate;

import consort.model.tensor.ByteSource;

/// An update that arrived, and the weight that was fixed when its task was issued.
///
/// @param weight positive
public record WeightedUpdate(ByteSource update, int weight) {
    public WeightedUpdate {
        if (weight <= 0) {
            throw new IllegalArgumentException("weight " + weight + " of an update is not positive");
        }
    }
}

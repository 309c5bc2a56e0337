package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.kernel.Kernels;
import consort.model.tensor.ByteSink;
import consort.model.tensor.FloatMemory;
import java.io.IOException;

/// Federated averaging (McMahan et al., 2017): `theta_next = theta - sum of w_k Delta_k / W`, where `W` is the weight
/// that arrived.
///
/// Trainable tensors are summed exactly ([consort.model.sum]) and applied in the order that
/// [Kernels#subtractMean] writes down. All other tensors are copied from the previous model.
public record FedAvg() implements AggregationRule {
    /// Name and version, as rounds record it; it changes whenever a bit of any result could.
    public static final String RULE_VERSION = "fedavg/1";

    @Override
    public void aggregate(AggregationInput input, ByteSink out, Lanes lanes) throws IOException {
        new ModelStep(input, lanes).write(out,
                updates -> new WeightedSum(updates, input.totalWeight(), lanes.sliceElements()));
    }

    private record WeightedSum(Addends updates, int divisor, int sliceElements) implements Combination {
        @Override
        public Lane lane() {
            Kernels kernels = Kernels.best();
            FloatMemory loaded = new FloatMemory(sliceElements);
            return (slice, sums) -> add(kernels, slice, loaded, sums);
        }

        private void add(Kernels kernels, Slice slice, FloatMemory loaded, long[] sums) throws IOException {
            for (int k = 0; k < updates.count(); k++) {
                updates.load(k, slice, loaded, 0);
                int greatest = kernels.add(loaded.memory(), slice.count(), updates.weight(k), updates.shift(slice), sums);
                updates.require(k, slice, greatest, loaded, 0);
            }
        }
    }
}

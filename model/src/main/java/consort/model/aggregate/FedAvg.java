package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.kernel.Kernels;
import consort.model.tensor.ByteSink;
import consort.model.tensor.FloatMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

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
            return new SumLane(this);
        }
    }

    /// Reads the slice of a few updates at a time and adds them in one pass over the sums.
    private static final class SumLane implements Combination.Lane {
        private final Kernels kernels = Kernels.best();
        private final Addends updates;
        private final int sliceElements;
        private final FloatMemory loaded;
        private final MemorySegment[] rows = new MemorySegment[Kernels.ADDED_AT_ONCE];
        private final int[] weights = new int[Kernels.ADDED_AT_ONCE];

        SumLane(WeightedSum rule) {
            updates = rule.updates;
            sliceElements = rule.sliceElements;
            int held = Math.min(updates.count(), rows.length);
            loaded = new FloatMemory(held * sliceElements);
            for (int row = 0; row < held; row++) {
                rows[row] = loaded.memory().asSlice((long) row * sliceElements * Float.BYTES, (long) sliceElements * Float.BYTES);
            }
        }

        @Override
        public void combine(Slice slice, long[] sums) throws IOException {
            for (int k = 0; k < updates.count(); k += rows.length) {
                int count = Math.min(rows.length, updates.count() - k);
                for (int row = 0; row < count; row++) {
                    updates.load(k + row, slice, loaded, row * sliceElements);
                    weights[row] = updates.weight(k + row);
                }
                if (!updates.admits(slice, add(slice, count, sums))) {
                    refuse(k, count, slice);
                }
            }
        }

        private int add(Slice slice, int count, long[] sums) {
            if (count == rows.length) {
                return kernels.addFour(rows, weights, 0, slice.count(), updates.shift(slice), sums);
            }
            int greatest = 0;
            for (int row = 0; row < count; row++) {
                greatest = Math.max(greatest, kernels.add(rows[row], slice.count(), weights[row], updates.shift(slice), sums));
            }
            return greatest;
        }

        private void refuse(int k, int count, Slice slice) throws AggregationException {
            for (int row = 0; row < count; row++) {
                updates.require(k + row, slice, kernels.greatest(rows[row], slice.count()), loaded, row * sliceElements);
            }
        }
    }
}

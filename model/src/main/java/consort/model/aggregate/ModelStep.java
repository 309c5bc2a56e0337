package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.kernel.Kernels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSink;
import consort.model.tensor.FloatMemory;
import consort.model.tensor.Layout;
import consort.model.tensor.Names;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFiles;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/// The way from the previous model to the next one that rules without a server state share: of each trainable element
/// what the rule's [Combination] says is subtracted; all other tensors are copied.
final class ModelStep {
    private static final int COPY_BYTES = 1 << 20;

    private final AggregationInput input;
    private final Lanes lanes;
    private final TensorFile previous;
    private final Layout trainable;

    ModelStep(AggregationInput input, Lanes lanes) throws IOException {
        this.input = input;
        this.lanes = lanes;
        previous = TensorFile.of(input.previousModel(), input.limits());
        trainable = input.trainable().select(previous.layout());
    }

    void write(ByteSink out, Function<Addends, Combination> rule) throws IOException {
        Combination combination = rule.apply(Addends.open(input, trainable));
        TensorWriter writer = new TensorWriter(out, previous.layout());
        ByteBuffer copyBuffer = ByteBuffer.allocateDirect(COPY_BYTES);
        try (SlicePipeline pipeline = new SlicePipeline(lanes, writer, () -> new ModelLane(combination))) {
            for (String name : previous.header().tensors().keySet()) {
                if (trainable.tensors().containsKey(name)) {
                    long elements = trainable.type(name).elements();
                    for (long first = 0; first < elements; first += lanes.sliceElements()) {
                        int count = (int) Math.min(lanes.sliceElements(), elements - first);
                        pipeline.submit(new Slice(name, first, count));
                    }
                } else {
                    pipeline.drain();
                    TensorFiles.copy(previous, name, writer, copyBuffer);
                }
            }
            pipeline.drain();
        }
        writer.finish();
    }

    /// The sums of one slice, and their application to the previous model.
    private final class ModelLane implements SlicePipeline.Lane {
        private final Kernels kernels = Kernels.best();
        private final FloatMemory model = new FloatMemory(lanes.sliceElements());
        private final long[] sums = new long[lanes.sliceElements()];
        private final Combination.Lane combining;
        private final int divisor;

        ModelLane(Combination combination) {
            combining = combination.lane();
            divisor = combination.divisor();
        }

        @Override
        public void compute(Slice slice) throws IOException {
            Scales scales = input.scales();
            Arrays.fill(sums, 0, slice.count(), 0);
            combining.combine(slice, sums);
            model.load(previous, slice.tensor(), slice.first(), slice.count(), 0);
            int greatest = kernels.subtractMean(model.memory(), slice.count(), sums, divisor, scales.shift(slice.tensor()));
            if (greatest >= Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
                throw unfit(slice);
            }
        }

        private AggregationException.UnfitModel unfit(Slice slice) {
            int bad = Kernels.firstBeyond(model.memory(), slice.count(), Float.POSITIVE_INFINITY);
            return new AggregationException.UnfitModel("the next model would hold "
                    + model.memory().get(Kernels.FLOAT, (long) bad * Float.BYTES) + " in tensor "
                    + Names.quoted(slice.tensor()) + " at index " + (slice.first() + bad));
        }

        @Override
        public ByteBuffer result(Slice slice) {
            return model.bytes(slice.count());
        }
    }
}

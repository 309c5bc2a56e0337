package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Lane;
import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.sum.ExactSum;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSink;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.Layout;
import consort.model.tensor.Names;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFiles;
import consort.model.tensor.TensorFormatException;
import consort.model.tensor.TensorWriter;
import consort.model.update.Refusal;
import consort.model.update.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Federated averaging (McMahan et al., 2017): `theta_next = theta - sum of w_k Delta_k / W`, where `W` is the weight
/// that arrived.
///
/// Trainable tensors are summed exactly ([consort.model.sum]) and applied in the order that
/// [ExactSum#subtractMean] writes down. All other tensors are copied from the previous model.
public record FedAvg() implements AggregationRule {
    /// Name and version, as rounds record it; it changes whenever a bit of any result could.
    public static final String RULE_VERSION = "fedavg/1";
    private static final int COPY_BYTES = 1 << 20;

    @Override
    public void aggregate(AggregationInput input, ByteSink out, Lanes lanes) throws IOException {
        TensorFile previous = TensorFile.of(input.previousModel(), input.limits());
        Layout trainable = input.trainable().select(previous.layout());
        Summation summation = new Summation(previous, openUpdates(input, trainable), input);
        TensorWriter writer = new TensorWriter(out, previous.layout());
        ByteBuffer copyBuffer = ByteBuffer.allocateDirect(COPY_BYTES);
        try (SlicePipeline pipeline = new SlicePipeline(lanes, writer)) {
            for (String name : previous.header().tensors().keySet()) {
                if (trainable.tensors().containsKey(name)) {
                    long elements = trainable.type(name).elements();
                    for (long first = 0; first < elements; first += lanes.sliceElements()) {
                        int count = (int) Math.min(lanes.sliceElements(), elements - first);
                        pipeline.submit(new Slice(name, first, count), summation::compute);
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

    private static List<TensorFile> openUpdates(AggregationInput input, Layout trainable) throws IOException {
        List<TensorFile> opened = new ArrayList<>();
        for (WeightedUpdate weighted : input.updates()) {
            opened.add(openUpdate(weighted, opened, trainable, input));
        }
        return opened;
    }

    private static TensorFile openUpdate(WeightedUpdate weighted, List<TensorFile> opened, Layout trainable,
            AggregationInput input) throws IOException {
        try {
            TensorFile file = TensorFile.of(weighted.update(), input.limits());
            Optional<String> difference = file.layout().differenceFrom(trainable);
            if (difference.isPresent()) {
                throw new AggregationException.UnfitUpdate(opened.size(),
                        new Verdict.Refused(Refusal.WRONG_LAYOUT, difference.get()));
            }
            return opened.isEmpty() ? file : file.sharingHeaderOf(opened.getFirst());
        } catch (TensorFormatException e) {
            throw new AggregationException.UnfitUpdate(opened.size(),
                    new Verdict.Refused(Refusal.MALFORMED, e.getMessage()));
        }
    }

    /// The sum over all updates for one slice, and its application to the previous model.
    private record Summation(TensorFile previous, List<TensorFile> updates, AggregationInput input) {
        void compute(Slice slice, Lane lane) throws IOException {
            Scales scales = input.scales();
            int shift = scales.shift(slice.tensor());
            FloatBlock block = lane.block();
            Arrays.fill(lane.sums(), 0, slice.count(), 0);
            for (int k = 0; k < updates.size(); k++) {
                block.load(updates.get(k), slice.tensor(), slice.first(), slice.count());
                int bad = ExactSum.add(block.values(), slice.count(), input.updates().get(k).weight(), shift, lane.sums());
                if (bad >= 0) {
                    throw new AggregationException.UnfitUpdate(k, Verdict.Refused.element(slice.tensor(),
                            slice.first() + bad, block.values()[bad], scales.limit(slice.tensor())));
                }
            }
            block.load(previous, slice.tensor(), slice.first(), slice.count());
            ExactSum.subtractMean(block.values(), slice.count(), lane.sums(), input.totalWeight(), shift);
            requireFinite(slice, block);
        }

        private static void requireFinite(Slice slice, FloatBlock block) throws AggregationException {
            int bad = ExactSum.firstBeyond(block.values(), slice.count(), Float.POSITIVE_INFINITY);
            if (bad >= 0) {
                throw new AggregationException.UnfitModel("the next model would hold " + block.values()[bad]
                        + " in tensor " + Names.quoted(slice.tensor()) + " at index " + (slice.first() + bad));
            }
        }
    }
}

package consort.model.aggregate;

import consort.model.aggregate.SlicePipeline.Slice;
import consort.model.kernel.Kernels;
import consort.model.sum.Scales;
import consort.model.tensor.FloatMemory;
import consort.model.tensor.Layout;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFormatException;
import consort.model.update.Refusal;
import consort.model.update.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The updates of a round, opened: to be read by slices, by several lanes at once.
final class Addends {
    private final List<TensorFile> files;
    private final List<WeightedUpdate> updates;
    private final Scales scales;

    private Addends(List<TensorFile> files, AggregationInput input) {
        this.files = files;
        this.updates = input.updates();
        this.scales = input.scales();
    }

    /// @throws AggregationException.UnfitUpdate if one is no safetensors file or has another layout
    static Addends open(AggregationInput input, Layout trainable) throws IOException {
        List<TensorFile> opened = new ArrayList<>();
        for (WeightedUpdate weighted : input.updates()) {
            opened.add(openOne(weighted, opened, trainable, input));
        }
        return new Addends(opened, input);
    }

    private static TensorFile openOne(WeightedUpdate weighted, List<TensorFile> opened, Layout trainable,
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

    int count() {
        return files.size();
    }

    int weight(int update) {
        return updates.get(update).weight();
    }

    int shift(Slice slice) {
        return scales.shift(slice.tensor());
    }

    /// Reads the slice of one update to element `at` of `into` and on.
    void load(int update, Slice slice, FloatMemory into, int at) throws IOException {
        into.load(files.get(update), slice.tensor(), slice.first(), slice.count(), at);
    }

    /// Whether elements of this magnitude, as [Kernels] gives it, are within the scale of their tensor.
    boolean admits(Slice slice, int greatest) {
        return greatest < Float.floatToRawIntBits(scales.limit(slice.tensor()));
    }

    /// Refuses what a kernel found, if it is beyond the scale of its tensor.
    ///
    /// @param greatest magnitude of the slice, as [Kernels] gives it
    /// @param at where the slice stands in `loaded`, in elements
    void require(int update, Slice slice, int greatest, FloatMemory loaded, int at)
            throws AggregationException.UnfitUpdate {
        if (admits(slice, greatest)) {
            return;
        }
        float limit = scales.limit(slice.tensor());
        var elements = loaded.memory().asSlice((long) at * Float.BYTES, (long) slice.count() * Float.BYTES);
        int bad = Kernels.firstBeyond(elements, slice.count(), limit);
        throw new AggregationException.UnfitUpdate(update, Verdict.Refused.element(slice.tensor(), slice.first() + bad,
                elements.get(Kernels.FLOAT, (long) bad * Float.BYTES), limit));
    }
}

package consort.model.update;

import consort.model.kernel.Kernels;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFormatException;
import consort.model.tensor.TensorType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Checks the model that a job is to start from: format, trainable tensors present, each of their elements finite.
public final class ModelCheck {
    private static final int LOAD_ELEMENTS = 1 << 16;

    private ModelCheck() {
    }

    /// What is wrong with the model, as a sentence; empty if nothing is.
    ///
    /// @throws IOException if the source cannot be read
    public static Optional<String> problem(ByteSource model, Trainable trainable, Limits limits) throws IOException {
        try {
            TensorFile file = TensorFile.of(model, limits);
            Layout training = trainable.select(file.layout());
            if (training.elements() == 0) {
                return Optional.of("the trainable tensors have no elements, so nothing can train");
            }
            FloatBlock block = new FloatBlock(LOAD_ELEMENTS);
            for (Map.Entry<String, TensorType> tensor : training.tensors().entrySet()) {
                Optional<String> bad = notFinite(file, tensor.getKey(), tensor.getValue().elements(), block);
                if (bad.isPresent()) {
                    return bad;
                }
            }
            return Optional.empty();
        } catch (TensorFormatException | LayoutException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> notFinite(TensorFile file, String name, long elements, FloatBlock block)
            throws IOException {
        for (long first = 0; first < elements; first += LOAD_ELEMENTS) {
            int count = (int) Math.min(LOAD_ELEMENTS, elements - first);
            block.load(file, name, first, count);
            int bad = Kernels.firstBeyond(block.values(), count, Float.POSITIVE_INFINITY);
            if (bad >= 0) {
                float value = block.values()[bad];
                return Optional.of(Verdict.Refused.element(name, first + bad, value, Float.POSITIVE_INFINITY).text());
            }
        }
        return Optional.empty();
    }
}

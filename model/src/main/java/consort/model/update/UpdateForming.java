package consort.model.update;

import consort.model.tensor.ByteSink;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Forms an update from the model a worker was given and the one its trainer returned.
public final class UpdateForming {
    private static final int BLOCK_ELEMENTS = 1 << 18;

    private UpdateForming() {
    }

    /// Writes `base - trained`, in float32, for each trainable tensor, as the canonical file of exactly these tensors.
    ///
    /// `trained` must hold every trainable tensor with the type it has in `base`. It may hold other tensors of the model,
    /// which are ignored whatever their values, but none that the model does not have. Values are not checked:
    /// [UpdateCheck] does that.
    ///
    /// @throws consort.model.tensor.TensorFormatException if either is no safetensors file or beyond the limits
    /// @throws LayoutException if the trainer returned the wrong tensors
    public static void form(ByteSource base, ByteSource trained, Trainable trainable, ByteSink out, Limits limits)
            throws IOException {
        TensorFile before = TensorFile.of(base, limits);
        TensorFile after = TensorFile.of(trained, limits);
        Layout layout = trainable.select(before.layout());
        requireTrained(after.layout(), layout, before.layout());
        TensorWriter writer = new TensorWriter(out, layout);
        FloatBlock minuend = new FloatBlock(BLOCK_ELEMENTS);
        FloatBlock subtrahend = new FloatBlock(BLOCK_ELEMENTS);
        for (Map.Entry<String, TensorType> entry : layout.tensors().entrySet()) {
            long elements = entry.getValue().elements();
            for (long first = 0; first < elements; first += BLOCK_ELEMENTS) {
                int count = (int) Math.min(BLOCK_ELEMENTS, elements - first);
                minuend.load(before, entry.getKey(), first, count);
                subtrahend.load(after, entry.getKey(), first, count);
                subtract(minuend.values(), subtrahend.values(), count);
                writer.write(entry.getKey(), minuend.encoded(count));
            }
        }
        writer.finish();
    }

    private static void subtract(float[] from, float[] what, int count) {
        for (int i = 0; i < count; i++) {
            from[i] -= what[i];
        }
    }

    private static void requireTrained(Layout trained, Layout trainable, Layout model) throws LayoutException {
        Optional<String> wrong = trainable.missingIn(trained)
                .or(() -> trained.differenceFrom(model.only(trained.names())));
        if (wrong.isPresent()) {
            throw new LayoutException("the trainer returned the wrong tensors: " + wrong.get());
        }
    }
}

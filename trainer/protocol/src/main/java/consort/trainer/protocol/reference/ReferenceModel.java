package consort.trainer.protocol.reference;

import consort.model.tensor.ByteSink;
import consort.model.tensor.ByteSource;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * A model of two float32 tensors, {@code bias} (2 elements) and {@code weight} (the rest), whose every element is drawn
 * toward a fixed target in [-1, 1). Training moves an element by the part {@code 1 - 0.9^steps} of its distance to the
 * target plus noise of the seed; so federated averaging over several seeds comes closer than one alone. All of it is
 * float arithmetic in one written order: equal input gives equal bytes on every machine.
 */
public final class ReferenceModel {

    /** The smallest model, in bytes of tensor data: a bias and one weight. */
    public static final long MIN_BYTES = 12;

    private static final long BIAS_ELEMENTS = 2;
    private static final long TARGET_SEED = 0x5EED0F7A26E75L;
    private static final float NOISE = 0.5f;
    private static final float NEAR = 0.125f;
    private static final int BUFFER_BYTES = 1 << 16;

    private ReferenceModel() {
    }

    /** How good a model is: mean squared distance from the targets, and the share of elements within 1/8 of theirs. */
    public record Quality(long lossMillionths, long accuracyMillionths) {
    }

    /** The canonical file of the initial model with so many bytes of tensor data, rounded down to whole elements. */
    public static byte[] initial(long seed, long modelBytes) {
        var sink = new MemorySink();
        try {
            initialize(seed, modelBytes, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink.bytes();
    }

    /** The canonical file of a model after training. */
    public static byte[] trained(byte[] model, long seed, long steps) {
        var sink = new MemorySink();
        try {
            train(new MemorySource(model), seed, steps, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink.bytes();
    }

    /** Like {@link #initial}, for models of any size. */
    public static void initialize(long seed, long modelBytes, ByteSink out) throws IOException {
        if (modelBytes < MIN_BYTES) {
            throw new IllegalArgumentException("the model has at least " + MIN_BYTES + " bytes, not " + modelBytes);
        }
        write(layout(modelBytes / Float.BYTES - BIAS_ELEMENTS), out, (name, first, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = uniform(seed, name, first + i);
            }
        });
    }

    /**
     * Like {@link #trained}, for models of any size.
     *
     * @throws LayoutException if the file does not hold exactly this model's tensors
     */
    public static void train(ByteSource model, long seed, long steps, ByteSink out) throws IOException {
        TensorFile file = open(model);
        float kept = 1f;
        for (long step = 0; step < steps && kept > 0f; step++) {
            kept *= 0.9f;
        }
        float part = 1f - kept;
        write(file.layout(), out, (name, first, values) -> {
            load(file, name, first, values);
            for (int i = 0; i < values.length; i++) {
                float goal = target(name, first + i) + NOISE * uniform(seed, name, first + i);
                values[i] += part * (goal - values[i]);
            }
        });
    }

    /**
     * Measures a model.
     *
     * @throws LayoutException if the file does not hold exactly this model's tensors
     */
    public static Quality evaluate(ByteSource model) throws IOException {
        TensorFile file = open(model);
        double[] squares = {0};
        long[] near = {0};
        scan(file.layout(), (name, first, values) -> {
            load(file, name, first, values);
            for (int i = 0; i < values.length; i++) {
                float distance = values[i] - target(name, first + i);
                squares[0] += (double) distance * distance;
                near[0] += Math.abs(distance) <= NEAR ? 1 : 0;
            }
        });
        long elements = file.layout().elements();
        return new Quality((long) Math.rint(1e6 * (squares[0] / elements)), near[0] * 1_000_000 / elements);
    }

    private static Layout layout(long weights) {
        return Layout.of(Map.of(
                "bias", TensorType.float32(BIAS_ELEMENTS),
                "weight", TensorType.float32(weights)));
    }

    private static TensorFile open(ByteSource model) throws IOException {
        TensorFile file = TensorFile.of(model, Limits.DEFAULT);
        var difference = file.layout().differenceFrom(layout(file.layout().elements() - BIAS_ELEMENTS));
        if (difference.isPresent()) {
            throw new LayoutException("not a model of the reference trainer: " + difference.get());
        }
        return file;
    }

    private static float target(String name, long index) {
        return uniform(TARGET_SEED, name, index);
    }

    /** A number in [-1, 1) from seed, name and index: the mixing function is SplitMix64's. */
    private static float uniform(long seed, String name, long index) {
        long z = seed + name.hashCode() * 0xD1B54A32D192ED03L + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >> 40) * 0x1p-23f;
    }

    /** Fills or reads the elements of a tensor that begin at {@code first}. */
    @FunctionalInterface
    private interface Slice {
        void visit(String name, long first, float[] values) throws IOException;
    }

    private static void scan(Layout layout, Slice slice) throws IOException {
        for (var tensor : layout.tensors().entrySet()) {
            long elements = tensor.getValue().elements();
            for (long first = 0; first < elements; first += BUFFER_BYTES / Float.BYTES) {
                slice.visit(tensor.getKey(), first, new float[(int) Math.min(BUFFER_BYTES / Float.BYTES, elements - first)]);
            }
        }
    }

    private static void write(Layout layout, ByteSink out, Slice slice) throws IOException {
        var writer = new TensorWriter(out, layout);
        scan(layout, (name, first, values) -> {
            slice.visit(name, first, values);
            ByteBuffer bytes = buffer(values.length);
            bytes.asFloatBuffer().put(values);
            writer.write(name, bytes);
        });
        writer.finish();
    }

    private static void load(TensorFile file, String name, long first, float[] values) throws IOException {
        ByteBuffer bytes = buffer(values.length);
        file.read(name, first * Float.BYTES, bytes);
        bytes.flip().asFloatBuffer().get(values);
    }

    private static ByteBuffer buffer(int elements) {
        return ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}

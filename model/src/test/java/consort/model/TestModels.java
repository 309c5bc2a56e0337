package consort.model;

import consort.model.tensor.ByteSource;
import consort.model.tensor.DType;
import consort.model.tensor.FloatTensor;
import consort.model.tensor.Layout;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.tensor.NameOrder;
import consort.model.tensor.Shape;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Small model files for tests.
public final class TestModels {
    private TestModels() {
    }

    /// A file of these float32 vectors.
    public static MemorySource floats(Map<String, float[]> vectors) {
        Map<String, FloatTensor> tensors = new TreeMap<>();
        vectors.forEach((name, values) -> tensors.put(name, FloatTensor.of(values)));
        return new MemorySource(FloatTensor.encode(tensors));
    }

    /// A file of these float32 vectors and int64 scalars.
    public static MemorySource mixed(Map<String, float[]> vectors, Map<String, Long> scalars) throws IOException {
        NavigableMap<String, TensorType> types = new TreeMap<>(NameOrder.UTF8);
        vectors.forEach((name, values) -> types.put(name, TensorType.float32(values.length)));
        scalars.forEach((name, value) -> types.put(name, new TensorType(DType.I64, Shape.of())));
        MemorySink sink = new MemorySink();
        TensorWriter writer = new TensorWriter(sink, new Layout(types));
        for (String name : types.keySet()) {
            writer.write(name, vectors.containsKey(name) ? bytes(vectors.get(name)) : bytes(scalars.get(name)));
        }
        writer.finish();
        return new MemorySource(sink.bytes());
    }

    /// The values of one tensor of a file of float32 tensors.
    public static float[] values(ByteSource file, String name) throws IOException {
        return FloatTensor.decode(file).get(name).values();
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip();
    }
}

package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A float32 tensor in memory: for small models, such as those of tests and of simple trainers.
///
/// @param values in row-major order, kept without a copy
public record FloatTensor(Shape shape, float[] values) {
    /// @throws IllegalArgumentException if the number of values is not that of the shape
    public FloatTensor {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException(values.length + " values for shape " + shape);
        }
    }

    /// A tensor of one dimension.
    public static FloatTensor of(float... values) {
        return new FloatTensor(Shape.of(values.length), values);
    }

    /// The canonical file of these tensors.
    public static byte[] encode(Map<String, FloatTensor> tensors) {
        Map<String, TensorType> types = new TreeMap<>();
        tensors.forEach((name, tensor) -> types.put(name, new TensorType(DType.F32, tensor.shape())));
        Layout layout = Layout.of(types);
        MemorySink sink = new MemorySink();
        try {
            TensorWriter writer = new TensorWriter(sink, layout);
            for (String name : layout.names()) {
                writer.write(name, tensors.get(name).littleEndian());
            }
            writer.finish();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return sink.bytes();
    }

    /// The tensors of a file that holds nothing but float32.
    ///
    /// @throws TensorFormatException if it is no safetensors file or beyond the default limits
    /// @throws LayoutException if a tensor is of another type, or too large for an array
    public static NavigableMap<String, FloatTensor> decode(ByteSource source) throws IOException {
        TensorFile file = TensorFile.of(source, Limits.DEFAULT);
        NavigableMap<String, FloatTensor> tensors = new TreeMap<>(NameOrder.UTF8);
        for (Map.Entry<String, TensorInfo> entry : file.header().tensors().entrySet()) {
            TensorInfo info = entry.getValue();
            if (info.dtype() != DType.F32 || info.bytes() > Integer.MAX_VALUE - 8) {
                throw new LayoutException("tensor " + Names.quoted(entry.getKey()) + " is " + info.type()
                        + ", not a float32 tensor that fits an array");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            file.read(entry.getKey(), 0, bytes);
            float[] values = new float[(int) info.elements()];
            bytes.flip().asFloatBuffer().get(values);
            tensors.put(entry.getKey(), new FloatTensor(info.shape(), values));
        }
        return tensors;
    }

    /// Equal shape and equal values, bit for bit but for the bits of a NaN.
    @Override
    public boolean equals(Object other) {
        return other instanceof FloatTensor that && shape.equals(that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "F32 " + shape;
    }

    private ByteBuffer littleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}

package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A reusable piece of a float32 tensor: an array to compute on and a direct buffer to move it with. For one thread.
public final class FloatBlock {
    private final float[] values;
    private final ByteBuffer bytes;

    /// Takes 4 bytes of heap and 4 bytes outside the heap per element.
    ///
    /// @param capacity in elements
    public FloatBlock(int capacity) {
        values = new float[capacity];
        bytes = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The elements, to be read and changed in place.
    public float[] values() {
        return values;
    }

    public int capacity() {
        return values.length;
    }

    /// Reads `count` elements of a float32 tensor, from element `first` on, to the start of [#values].
    public void load(TensorFile file, String name, long first, int count) throws IOException {
        if (file.info(name).dtype() != DType.F32) {
            throw new IllegalArgumentException("tensor " + Names.quoted(name) + " is not float32");
        }
        bytes.clear().limit(count * Float.BYTES);
        file.read(name, first * Float.BYTES, bytes);
        bytes.flip().asFloatBuffer().get(values, 0, count);
    }

    /// The first `count` elements as little-endian bytes, valid until the next call.
    public ByteBuffer encoded(int count) {
        bytes.clear().limit(count * Float.BYTES);
        bytes.asFloatBuffer().put(values, 0, count);
        return bytes;
    }
}

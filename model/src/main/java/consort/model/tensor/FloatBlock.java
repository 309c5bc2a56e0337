package consort.model.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A reusable piece of a float32 tensor: an array to compute on and memory outside the heap to move it with. For one thread.
public final class FloatBlock {
    private final float[] values;
    private final FloatMemory memory;

    /// Takes 4 bytes of heap and 4 bytes outside the heap per element.
    ///
    /// @param capacity in elements
    public FloatBlock(int capacity) {
        values = new float[capacity];
        memory = new FloatMemory(capacity);
    }

    /// The elements, to be read and changed in place.
    public float[] values() {
        return values;
    }

    /// The elements as they were read last, outside the heap: what [#values] changed is not there.
    public MemorySegment memory() {
        return memory.memory();
    }

    public int capacity() {
        return values.length;
    }

    /// Reads `count` elements of a float32 tensor, from element `first` on, to the start of [#values].
    public void load(TensorFile file, String name, long first, int count) throws IOException {
        memory.load(file, name, first, count, 0);
        memory.bytes(count).asFloatBuffer().get(values, 0, count);
    }

    /// The first `count` elements as little-endian bytes, valid until the next call.
    public ByteBuffer encoded(int count) {
        ByteBuffer bytes = memory.bytes(count);
        bytes.asFloatBuffer().put(values, 0, count);
        return bytes;
    }
}

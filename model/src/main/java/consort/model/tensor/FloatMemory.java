package consort.model.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A reusable piece of float32 tensors outside the heap, to read, compute on and write without a copy. For one thread.
public final class FloatMemory {
    private final ByteBuffer bytes;
    private final MemorySegment memory;

    /// @param capacity in elements, of 4 bytes each
    public FloatMemory(int capacity) {
        bytes = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        memory = MemorySegment.ofBuffer(bytes);
    }

    /// All of it: elements in little-endian order.
    public MemorySegment memory() {
        return memory;
    }

    /// Reads `count` elements of a float32 tensor, from element `first` on, to the element `at` of this memory and on.
    public void load(TensorFile file, String name, long first, int count, int at) throws IOException {
        if (file.info(name).dtype() != DType.F32) {
            throw new IllegalArgumentException("tensor " + Names.quoted(name) + " is not float32");
        }
        bytes.limit((at + count) * Float.BYTES).position(at * Float.BYTES);
        file.read(name, first * Float.BYTES, bytes);
    }

    /// The first `count` elements, to be read until the next call.
    public ByteBuffer bytes(int count) {
        return bytes.clear().limit(count * Float.BYTES);
    }
}

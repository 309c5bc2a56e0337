package consort.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The memory of one batch outside the heap, filled again for every step. The arrays made of it may share that memory: they
 * must be done with before the next fill.
 */
final class Batch {

    private final int side;
    private final ByteBuffer images;
    private final ByteBuffer labels;
    private int samples;

    Batch(int capacity, int side) {
        this.side = side;
        this.images = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, side * side * Float.BYTES))
                .order(ByteOrder.nativeOrder());
        this.labels = ByteBuffer.allocateDirect(capacity * Long.BYTES).order(ByteOrder.nativeOrder());
    }

    int capacity() {
        return labels.capacity() / Long.BYTES;
    }

    void clear() {
        samples = 0;
        images.clear();
        labels.clear();
    }

    void add(Shard shard, int sample) {
        FloatBuffer floats = images.asFloatBuffer();
        shard.put(sample, floats.position(samples * side * side));
        labels.putLong(samples * Long.BYTES, shard.labels()[sample]);
        samples++;
    }

    int samples() {
        return samples;
    }

    /** (samples, 1, side, side), float32. */
    NDArray images(NDManager manager) {
        return manager.create(images.limit(samples * side * side * Float.BYTES).asFloatBuffer(),
                new Shape(samples, 1, side, side), DataType.FLOAT32);
    }

    /** (samples), int64. */
    NDArray labels(NDManager manager) {
        return manager.create(labels.limit(samples * Long.BYTES).asLongBuffer(), new Shape(samples), DataType.INT64);
    }
}

package consort.model.aggregate;

import java.util.concurrent.Executor;

/// How much of a model is worked on at once. It decides time and memory, never the result.
///
/// Each lane takes 16 bytes per element of a slice, 4 of them outside the heap.
///
/// @param executor runs the slices; must not be one whose only free thread is the caller's own
/// @param count slices in work at a time
/// @param sliceElements elements of a slice
public record Lanes(Executor executor, int count, int sliceElements) {
    /// 262,144 elements: a lane takes 4 MiB.
    public static final int DEFAULT_SLICE_ELEMENTS = 1 << 18;

    public Lanes {
        if (count <= 0 || sliceElements <= 0) {
            throw new IllegalArgumentException(count + " lanes of " + sliceElements + " elements; both must be positive");
        }
    }

    public static Lanes of(Executor executor, int count) {
        return new Lanes(executor, count, DEFAULT_SLICE_ELEMENTS);
    }

    /// One lane in the calling thread.
    public static Lanes inCaller() {
        return of(Runnable::run, 1);
    }
}

package consort.model.aggregate;

import java.util.concurrent.Executor;

/// How much of a model is worked on at once. It decides time and memory, never the result.
///
/// A lane has two slices in memory, one being computed and one being written: each takes 28 bytes per element, 20 of them
/// outside the heap, where four or more updates are summed; for a rule that sorts, more, as [TrimmedMean] says.
///
/// @param executor runs the slices; must not be one whose only free thread is the caller's own
/// @param count slices computed at a time
/// @param sliceElements elements of a slice
public record Lanes(Executor executor, int count, int sliceElements) {
    /// 32,768 elements, which is two megabytes a lane: read, summed and written while they are in a cache near the core.
    public static final int DEFAULT_SLICE_ELEMENTS = 1 << 15;

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

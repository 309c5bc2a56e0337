package consort.model.aggregate;

import consort.model.tensor.FloatBlock;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Computes slices in lanes and writes them in the order they were submitted. For one calling thread.
final class SlicePipeline implements AutoCloseable {
    private final Lanes lanes;
    private final TensorWriter writer;
    private final Deque<Lane> free = new ArrayDeque<>();
    private final Deque<Running> running = new ArrayDeque<>();

    SlicePipeline(Lanes lanes, TensorWriter writer) {
        this.lanes = lanes;
        this.writer = writer;
    }

    /// The memory of one slice in work: elements in and out, and their sums.
    record Lane(FloatBlock block, long[] sums) {
    }

    /// A range of elements of one tensor.
    record Slice(String tensor, long first, int count) {
    }

    /// Leaves the new elements of the slice in the lane's block.
    @FunctionalInterface
    interface SliceTask {
        void compute(Slice slice, Lane lane) throws IOException;
    }

    private record Running(Slice slice, Lane lane, CompletableFuture<Void> done) {
    }

    /// Computes a slice as soon as a lane is free, writing finished slices to free one.
    void submit(Slice slice, SliceTask task) throws IOException {
        if (running.size() == lanes.count()) {
            writeOldest();
        }
        Lane lane = free.isEmpty() ? newLane() : free.pop();
        running.add(new Running(slice, lane, CompletableFuture.runAsync(() -> {
            try {
                task.compute(slice, lane);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, lanes.executor())));
    }

    /// Writes everything submitted so far.
    void drain() throws IOException {
        while (!running.isEmpty()) {
            writeOldest();
        }
    }

    private Lane newLane() {
        return new Lane(new FloatBlock(lanes.sliceElements()), new long[lanes.sliceElements()]);
    }

    private void writeOldest() throws IOException {
        Running oldest = running.remove();
        try {
            oldest.done().join();
        } catch (CompletionException e) {
            throw rethrown(e);
        }
        writer.write(oldest.slice().tensor(), oldest.lane().block().encoded(oldest.slice().count()));
        free.push(oldest.lane());
    }

    private static IOException rethrown(CompletionException e) {
        return switch (e.getCause()) {
            case UncheckedIOException io -> io.getCause();
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> throw e;
        };
    }

    /// Waits until no lane works any more, so that the caller may close its sources.
    @Override
    public void close() {
        for (Running slice : running) {
            slice.done().handle((ok, failed) -> null).join();
        }
    }
}

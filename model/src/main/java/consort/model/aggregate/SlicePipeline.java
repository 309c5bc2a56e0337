package consort.model.aggregate;

import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Computes slices in lanes, as soon as memory is free, and writes them in the order they were submitted. For one calling thread.
final class SlicePipeline implements AutoCloseable {
    /// While the caller writes a slice, the next one is computed.
    private static final int SLICES_PER_LANE = 2;

    private final Lanes lanes;
    private final TensorWriter writer;
    private final Supplier<Lane> newLane;
    private final Deque<Lane> free = new ArrayDeque<>();
    private final Deque<Running> running = new ArrayDeque<>();

    SlicePipeline(Lanes lanes, TensorWriter writer, Supplier<Lane> newLane) {
        this.lanes = lanes;
        this.writer = writer;
        this.newLane = newLane;
    }

    /// A range of elements of one tensor.
    record Slice(String tensor, long first, int count) {
    }

    /// The memory of one slice in work, and what is done in it.
    interface Lane {
        void compute(Slice slice) throws IOException;

        /// The bytes to write for the slice that was computed last.
        ByteBuffer result(Slice slice);
    }

    private record Running(Slice slice, Lane lane, CompletableFuture<Void> done) {
    }

    /// Computes a slice as soon as a lane is free, writing finished slices to free one.
    void submit(Slice slice) throws IOException {
        if (running.size() == SLICES_PER_LANE * lanes.count()) {
            writeOldest();
        }
        Lane lane = free.isEmpty() ? newLane.get() : free.pop();
        running.add(new Running(slice, lane, CompletableFuture.runAsync(() -> {
            try {
                lane.compute(slice);
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

    private void writeOldest() throws IOException {
        Running oldest = running.remove();
        try {
            oldest.done().join();
        } catch (CompletionException e) {
            throw rethrown(e);
        }
        writer.write(oldest.slice().tensor(), oldest.lane().result(oldest.slice()));
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

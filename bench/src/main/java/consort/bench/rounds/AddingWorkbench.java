package consort.bench.rounds;

import consort.model.tensor.FileSource;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import consort.worker.agent.EventSink;
import consort.worker.agent.Workbench;
import consort.worker.cache.ModelCache;
import consort.worker.outbox.Outbox;
import consort.worker.outbox.UpdateWriter;
import consort.worker.session.Assignment;
import consort.worker.session.Event;
import consort.worker.session.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Trains by adding a constant to every element: no time but that of moving and hashing, which is what is measured. */
final class AddingWorkbench implements Workbench, AutoCloseable {

    private static final float ADDED = 1f / 1024;
    private static final int PART_BYTES = 1 << 20;

    private final ModelCache cache;
    private final Beats beats;
    private final ByteBuffer part = ByteBuffer.allocateDirect(PART_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("workbench").factory());

    AddingWorkbench(ModelCache cache, Beats beats) {
        this.cache = cache;
        this.beats = beats;
        while (part.hasRemaining()) {
            // An update is what training took away.
            part.putFloat(-ADDED);
        }
    }

    @Override
    public void train(Assignment assignment, EventSink events) {
        beats.begins(assignment.run(), assignment.round());
        thread.execute(() -> events.post(new Event.Trained(assignment.lease(),
                new Outcome.Done(1, assignment.steps(), OptionalLong.of(0), OptionalLong.empty()))));
    }

    /** It trained in no time: there is nothing to stop. */
    @Override
    public void stop(long lease) {
    }

    @Override
    public void free(EventSink events) {
        thread.execute(() -> events.post(new Event.DeviceFreed()));
    }

    @Override
    public void form(Assignment assignment, long maxBytes, Outbox outbox, EventSink events) {
        thread.execute(() -> {
            try {
                events.post(formed(assignment, maxBytes, outbox));
            } catch (ClosedByInterruptException cutOff) {
                // The worker is gone, in the middle of this.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Event formed(Assignment assignment, long maxBytes, Outbox outbox) throws IOException {
        Path model = cache.find(assignment.model()).orElseThrow();
        try (FileSource source = FileSource.open(model); UpdateWriter update = outbox.beginUpdate(maxBytes)) {
            var layout = TensorFile.of(source, Limits.DEFAULT).layout();
            TensorWriter writer = new TensorWriter(update, layout);
            for (Map.Entry<String, TensorType> tensor : layout.tensors().entrySet()) {
                long left = tensor.getValue().elements() * Float.BYTES;
                while (left > 0) {
                    int bytes = (int) Math.min(PART_BYTES, left);
                    writer.write(tensor.getKey(), part.slice(0, bytes));
                    left -= bytes;
                }
            }
            writer.finish();
            return new Event.Formed(assignment.lease(), update.finish());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

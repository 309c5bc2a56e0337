package consort.bench.sum;

import consort.model.aggregate.AggregationInput;
import consort.model.aggregate.WeightedUpdate;
import consort.model.sum.Scales;
import consort.model.tensor.FileSink;
import consort.model.tensor.FileSource;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.Layout;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import consort.model.update.Trainable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model and updates to it on the disk, in one tensor, with elements as updates have them: small, of either sign. */
record UpdateFiles(Path model, List<Path> updates, long elements) {

    private static final int BLOCK_ELEMENTS = 1 << 18;
    private static final float MAGNITUDE = 0.01f;

    static UpdateFiles write(Path folder, int count, long elements) throws IOException {
        List<Path> updates = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            updates.add(write(folder.resolve("update" + k), elements, new Random(k)));
        }
        return new UpdateFiles(write(folder.resolve("model"), elements, new Random(count)), updates, elements);
    }

    private static Path write(Path file, long elements, Random random) throws IOException {
        FloatBlock block = new FloatBlock(BLOCK_ELEMENTS);
        try (FileSink sink = FileSink.create(file)) {
            TensorWriter writer = new TensorWriter(sink, Layout.of(Map.of("w", TensorType.float32(elements))));
            for (long at = 0; at < elements; at += BLOCK_ELEMENTS) {
                int count = (int) Math.min(BLOCK_ELEMENTS, elements - at);
                for (int i = 0; i < count; i++) {
                    block.values()[i] = (random.nextFloat() - 0.5f) * MAGNITUDE;
                }
                writer.write("w", block.encoded(count));
            }
            writer.finish();
        }
        return file;
    }

    /** The first of them. */
    UpdateFiles first(int count) {
        return new UpdateFiles(model, updates.subList(0, count), elements);
    }

    /** The bytes of all updates' elements. */
    long updateBytes() {
        return elements * Float.BYTES * updates.size();
    }

    /** Where the elements begin in each file: at its end are nothing but they. */
    long dataOffset() throws IOException {
        return Files.size(model) - elements * Float.BYTES;
    }

    int[] weights() {
        int[] weights = new int[updates.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = 1 + k;
        }
        return weights;
    }

    /** The elements of each update, mapped anew. */
    List<MemorySegment> map(Arena arena) throws IOException {
        List<MemorySegment> mapped = new ArrayList<>();
        for (Path update : updates) {
            try (FileChannel channel = FileChannel.open(update, StandardOpenOption.READ)) {
                mapped.add(channel.map(FileChannel.MapMode.READ_ONLY, dataOffset(), elements * Float.BYTES, arena));
            }
        }
        return mapped;
    }

    /** What is done with the opened files. */
    interface Work {
        void on(AggregationInput input) throws IOException;
    }

    void opened(Work work) throws IOException {
        List<FileSource> sources = new ArrayList<>();
        try (FileSource previous = FileSource.open(model)) {
            List<WeightedUpdate> weighted = new ArrayList<>();
            for (int k = 0; k < updates.size(); k++) {
                sources.add(FileSource.open(updates.get(k)));
                weighted.add(new WeightedUpdate(sources.getLast(), weights()[k]));
            }
            work.on(new AggregationInput(previous, weighted, Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT));
        } finally {
            for (FileSource source : sources) {
                source.close();
            }
        }
    }
}

package consort.model.aggregate;

import consort.model.sum.Scales;
import consort.model.tensor.FileSink;
import consort.model.tensor.FileSource;
import consort.model.tensor.HashingSink;
import consort.model.tensor.Limits;
import consort.model.update.Trainable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A program of its own, so that a test can give it little memory: `MODEL OUT`. The model is its own update, three times.
final class AggregateInLittleMemory {
    private static final int LANES = 2;

    private AggregateInLittleMemory() {
    }

    public static void main(String[] arguments) throws IOException {
        try (FileSource model = FileSource.open(Path.of(arguments[0]));
                FileSink file = FileSink.create(Path.of(arguments[1]));
                ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            List<WeightedUpdate> updates = List.of(new WeightedUpdate(model, 1), new WeightedUpdate(model, 2),
                    new WeightedUpdate(model, 1));
            HashingSink out = new HashingSink(file);
            new FedAvg().aggregate(
                    new AggregationInput(model, updates, Trainable.ALL_FLOAT32, Scales.DEFAULT, Limits.DEFAULT), out,
                    Lanes.of(threads, LANES));
            System.out.println(HexFormat.of().formatHex(out.sha256()));
        }
    }
}

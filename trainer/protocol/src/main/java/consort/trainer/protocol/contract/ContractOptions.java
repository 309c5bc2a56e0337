package consort.trainer.protocol.contract;

import consort.trainer.protocol.TrainerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a trainer is checked with.
 *
 * @param data a shard folder that the trainer can read; without one, {@link SampleData} of 28x28 pixels is made
 * @param settings of train and evaluate tasks
 * @param steps of the ordinary training; a few
 * @param taskLimit how long one task may take
 */
public record ContractOptions(Optional<Path> data, Map<String, Long> settings, long steps, Duration taskLimit,
        TrainerLimits limits) {

    /** Made data, a small batch, three steps, one minute a task. */
    public static final ContractOptions DEFAULT = new ContractOptions(Optional.empty(),
            Map.of("batchSize", 8L, "learningRateMicros", 10_000L), 3, Duration.ofMinutes(1), TrainerLimits.DEFAULT);

    /** These options with another data folder. */
    public ContractOptions withData(Path folder) {
        return new ContractOptions(Optional.of(folder), settings, steps, taskLimit, limits);
    }
}

package consort.worker.benchmark;

import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.model.tensor.Limits;
import consort.model.tensor.Sha256;
import consort.model.tensor.TensorFiles;
import consort.model.tensor.TensorFormatException;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The benchmark with a trainer process, as a task would run it: it makes its own initial model, trains it a few steps to get
 * warm, and then the steps that count.
 */
public final class TrainerBenchmark implements Measuring {

    /** Of model and sampling: every worker does the same work. */
    private static final long SEED = 0;
    private static final long MAX_WARM_STEPS = 10;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final long LOOK_MILLIS = 500;

    private final Function<String, Trainer> trainers;
    private final Map<String, Path> data;
    private final Path work;

    /**
     * @param trainers starts a trainer, by the name jobs use
     * @param data folders by the names jobs use
     * @param work a folder that the trainer may write into
     */
    public TrainerBenchmark(Function<String, Trainer> trainers, Map<String, Path> data, Path work) {
        this.trainers = trainers;
        this.data = Map.copyOf(data);
        this.work = work.toAbsolutePath();
    }

    @Override
    public Optional<Measured> measure(ReferenceSpeed benchmark, BooleanSupplier stopped) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path raw = work.resolve("benchmark-initial.safetensors");
        Path model = work.resolve("benchmark-model.safetensors");
        Path trained = work.resolve("benchmark-trained.safetensors");
        try (Trainer trainer = trainers.apply(benchmark.trainer())) {
            Attempt attempt = new Attempt(trainer, stopped);
            if (attempt.run(new TrainerTask.Initialize("benchmark-init", SEED, raw)).isEmpty()) {
                return Optional.empty();
            }
            TensorFiles.canonicalize(raw, model, Limits.DEFAULT);
            long warmSteps = Math.min(MAX_WARM_STEPS, benchmark.steps());
            if (attempt.run(train("benchmark-warm", benchmark, model, trained, warmSteps)).isEmpty()) {
                return Optional.empty();
            }
            Files.deleteIfExists(trained);
            Optional<TaskOutcome> outcome = attempt.run(train("benchmark", benchmark, model, trained, benchmark.steps()));
            if (outcome.isPresent() && outcome.get() instanceof TaskOutcome.Trained done) {
                return Optional.of(new Measured(Math.max(1, done.busyMillis()), digest(model)));
            }
            return Optional.empty();
        } catch (TensorFormatException malformed) {
            throw new BenchmarkFailedException("its initial model cannot be read: " + malformed.getMessage());
        } finally {
            Files.deleteIfExists(raw);
            Files.deleteIfExists(model);
            Files.deleteIfExists(trained);
        }
    }

    private TrainerTask train(String id, ReferenceSpeed benchmark, Path model, Path output, long steps) {
        return new TrainerTask.Train(id, model, data.get(benchmark.data()).toAbsolutePath(), output, steps, SEED,
                settings(benchmark.settings()), Optional.empty());
    }

    private static Map<String, Long> settings(JsonObject settings) {
        Map<String, Long> named = new TreeMap<>();
        settings.members().forEach((name, value) -> {
            if (value instanceof JsonInteger(long number)) {
                named.put(name, number);
            }
        });
        return named;
    }

    private static String digest(Path model) throws IOException {
        return HexFormat.of().formatHex(Sha256.of(model));
    }

    /** Tasks of one process, until they are to stop. */
    private record Attempt(Trainer trainer, BooleanSupplier stopped) {

        /** Empty when it was stopped. */
        Optional<TaskOutcome> run(TrainerTask task) throws InterruptedException {
            if (stopped.getAsBoolean()) {
                return Optional.empty();
            }
            CompletableFuture<TaskOutcome> running = trainer.run(task, LIMIT, progress -> { });
            boolean canceled = false;
            while (true) {
                try {
                    return outcome(running.get(LOOK_MILLIS, TimeUnit.MILLISECONDS), canceled);
                } catch (TimeoutException stillBusy) {
                    if (!canceled && stopped.getAsBoolean()) {
                        canceled = true;
                        trainer.cancel();
                    }
                } catch (ExecutionException e) {
                    throw new BenchmarkFailedException(String.valueOf(e.getCause()));
                }
            }
        }

        private static Optional<TaskOutcome> outcome(TaskOutcome outcome, boolean canceled) {
            if (canceled) {
                return Optional.empty();
            }
            if (outcome instanceof TaskOutcome.Failed failed) {
                throw new BenchmarkFailedException(failed.reason().code() + ": " + failed.text());
            }
            return Optional.of(outcome);
        }
    }
}

package consort.trainer.protocol.reference;

import consort.model.tensor.FileSink;
import consort.model.tensor.FileSource;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.program.JavaCommand;
import consort.trainer.protocol.program.TaskCanceledException;
import consort.trainer.protocol.program.TaskControl;
import consort.trainer.protocol.program.TrainerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains {@link ReferenceModel}. It sleeps so long in every step and then reports three quarters of that as busy, so that
 * a bill made of it does not depend on the machine. The data folder must be there; what is in it does not matter.
 */
public final class ReferenceTrainer implements TrainerProgram {

    /** Samples of a step if the task has no setting {@code batchSize}. */
    public static final long DEFAULT_BATCH_SIZE = 32;

    /** What an evaluation says it measured. */
    public static final long EVALUATION_SAMPLES = 1000;

    private final long modelBytes;
    private final long stepMillis;

    ReferenceTrainer(long modelBytes, long stepMillis) {
        this.modelBytes = modelBytes;
        this.stepMillis = stepMillis;
    }

    /** The command that starts it with the Java and class path of this process. */
    public static List<String> command(long modelBytes, long stepMillis) {
        return JavaCommand.of(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m"),
                Main.class, "--model-bytes", Long.toString(modelBytes),
                "--step-millis", Long.toString(stepMillis));
    }

    /** The busy time it reports for so many steps. */
    public static long busyMillis(long steps, long stepMillis) {
        return steps * stepMillis * 3 / 4;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void initialize(TrainerTask.Initialize task) throws IOException {
        try (FileSink out = FileSink.create(task.output())) {
            ReferenceModel.initialize(task.seed(), modelBytes, out);
        }
    }

    @Override
    public TaskOutcome.Trained train(TrainerTask.Train task, TaskControl control)
            throws IOException, InterruptedException, TaskCanceledException {
        requireFolder(task.data());
        ReferenceModel.Quality before = quality(task.model());
        for (long step = 1; step <= task.steps(); step++) {
            Thread.sleep(stepMillis);
            control.progress(step, task.steps(), before.lossMillionths());
        }
        try (FileSource model = FileSource.open(task.model()); FileSink out = FileSink.create(task.output())) {
            ReferenceModel.train(model, task.seed(), task.steps(), out);
        }
        return new TaskOutcome.Trained(task.steps(), task.steps() * batchSize(task.settings()),
                before.lossMillionths(), busyMillis(task.steps(), stepMillis));
    }

    @Override
    public TaskOutcome.Evaluated evaluate(TrainerTask.Evaluate task, TaskControl control)
            throws IOException, InterruptedException {
        requireFolder(task.data());
        ReferenceModel.Quality quality = quality(task.model());
        Thread.sleep(stepMillis);
        return new TaskOutcome.Evaluated(EVALUATION_SAMPLES, quality.lossMillionths(), quality.accuracyMillionths(),
                busyMillis(1, stepMillis));
    }

    private static ReferenceModel.Quality quality(Path model) throws IOException {
        try (FileSource source = FileSource.open(model)) {
            return ReferenceModel.evaluate(source);
        }
    }

    private static long batchSize(Map<String, Long> settings) {
        return settings.getOrDefault("batchSize", DEFAULT_BATCH_SIZE);
    }

    private static void requireFolder(Path data) throws NoSuchFileException {
        if (!Files.isDirectory(data)) {
            throw new NoSuchFileException(data.toString(), null, "no such data folder");
        }
    }
}

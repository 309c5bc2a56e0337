package consort.trainer.protocol.contract;

import consort.model.tensor.Limits;
import consort.model.tensor.TensorFiles;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What the checks share: a folder, a trainer that stays for all of them, and an initial model once there is one. */
final class Workbench implements AutoCloseable {

    private final TrainerProcess trainer;
    private final ContractOptions options;
    private final Path folder;
    private final Path data;
    private int tasks;

    Workbench(TrainerCommand command, ContractOptions options, Path folder) throws IOException {
        this.trainer = new TrainerProcess(command, options.limits());
        this.options = options;
        this.folder = folder;
        this.data = options.data().orElse(folder.resolve("data"));
        if (options.data().isEmpty()) {
            SampleData.write(data, 28, 64, 1);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path data() {
        return data;
    }

    long steps() {
        return options.steps();
    }

    /** Whether there is a trainer at all, behind the command. */
    boolean saidHello() {
        return trainer.saidHello();
    }

    OptionalLong processId() {
        return trainer.processId();
    }

    /** The initial model of seed 1, which the check {@code init} made. */
    Path model() throws CheckFailed {
        Path model = file("init-1");
        if (!Files.exists(model)) {
            throw CheckFailed.notTried("there is no initial model: the check init must pass first");
        }
        return model;
    }

    /** Makes the initial model of a seed in a file of that name. */
    Path initialize(String name, long seed) throws CheckFailed {
        Path output = file(name);
        return switch (run(new TrainerTask.Initialize(nextId(), seed, output))) {
            case TaskOutcome.Initialized _ -> output;
            case TaskOutcome other -> throw unexpected(other);
        };
    }

    TaskOutcome.Trained train(Path model, String output, long steps, Optional<Path> state) throws CheckFailed {
        return switch (run(trainTask(model, data, output, steps, state))) {
            case TaskOutcome.Trained trained -> trained;
            case TaskOutcome other -> throw unexpected(other);
        };
    }

    TaskOutcome.Evaluated evaluate(Path model) throws CheckFailed {
        return switch (run(new TrainerTask.Evaluate(nextId(), model, data, options.settings()))) {
            case TaskOutcome.Evaluated evaluated -> evaluated;
            case TaskOutcome other -> throw unexpected(other);
        };
    }

    TrainerTask.Train trainTask(Path model, Path from, String output, long steps, Optional<Path> state) {
        return new TrainerTask.Train(nextId(), model, from, file(output), steps, 12345, options.settings(), state);
    }

    TaskOutcome run(TrainerTask task) {
        return trainer.run(task, options.taskLimit(), _ -> { }).join();
    }

    /** The canonical bytes of a model, which do not depend on how it was written. */
    byte[] canonical(Path model) throws IOException {
        Path canonical = file("canonical");
        TensorFiles.canonicalize(model, canonical, Limits.DEFAULT);
        return Files.readAllBytes(canonical);
    }

    static CheckFailed unexpected(TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Failed failed -> new CheckFailed(failed.reason().code() + ": " + failed.text());
            case TaskOutcome.Initialized _, TaskOutcome.Trained _, TaskOutcome.Evaluated _ ->
                    new CheckFailed("the trainer answered " + outcome);
        };
    }

    private String nextId() {
        return "check-" + ++tasks;
    }

    @Override
    public void close() {
        trainer.close();
    }
}

package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import consort.trainer.protocol.FailureReason;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.contract.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer learns, and that a model goes from one trainer to the other unharmed. */
class TwoTrainersTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeData() throws IOException {
        SampleData.write(folder.resolve("train"), 28, 300, 1);
        SampleData.write(folder.resolve("test"), 28, 200, 2);
    }

    @Test
    void builtInTrainerLearns() {
        try (var trainer = start(TrainerCommands.djl(folder, "fashion-cnn"))) {
            initialize(trainer, "initial");
            TaskOutcome.Evaluated before = evaluate(trainer, "initial");
            train(trainer, "initial", "trained", 60);
            TaskOutcome.Evaluated after = evaluate(trainer, "trained");
            assertThat(before.accuracyMillionths()).isLessThan(400_000);
            assertThat(after.accuracyMillionths()).isGreaterThan(900_000);
            assertThat(after.lossMillionths()).isLessThan(before.lossMillionths() / 2);
        }
    }

    @Test
    void builtInTrainerMakesTheSameModelOfTheSameTask() throws IOException {
        try (var trainer = start(TrainerCommands.djl(folder, "fashion-cnn"))) {
            initialize(trainer, "initial");
            train(trainer, "initial", "one", 5);
            train(trainer, "one", "between", 5);
            train(trainer, "initial", "again", 5);
        }
        assertThat(Files.readAllBytes(folder.resolve("again"))).isEqualTo(Files.readAllBytes(folder.resolve("one")));
    }

    @Test
    void builtInTrainerSaysThatTheLossRanAwayAndLivesOn() {
        try (var trainer = start(TrainerCommands.djl(folder, "fashion-cnn"))) {
            initialize(trainer, "initial");
            var task = new TrainerTask.Train("wild", folder.resolve("initial"), folder.resolve("train"),
                    folder.resolve("wild"), 30, 1, Map.of("learningRateMicros", 100_000_000L), Optional.empty());
            assertThat(run(trainer, task)).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(FailureReason.FAILED);
                assertThat(failed.text()).contains("learningRateMicros");
            });
            train(trainer, "initial", "calm", 1);
        }
    }

    @Test
    void pythonGoesOnWhereTheBuiltInTrainerStopped() throws IOException, InterruptedException {
        TrainerCommand pythonCommand = TrainerCommands.python(folder, "fashion-cnn");
        try (var djl = start(TrainerCommands.djl(folder, "fashion-cnn")); var python = start(pythonCommand)) {
            initialize(djl, "initial");
            train(djl, "initial", "half", 20);
            assertSame(evaluate(djl, "half"), evaluate(python, "half"));
            train(python, "half", "whole", 40);
            TaskOutcome.Evaluated whole = evaluate(djl, "whole");
            assertSame(whole, evaluate(python, "whole"));
            assertThat(whole.accuracyMillionths()).isGreaterThan(900_000);
        }
    }

    /** Two builds of PyTorch differ in the last bits, and so at most in a sample on the edge. */
    private static void assertSame(TaskOutcome.Evaluated one, TaskOutcome.Evaluated other) {
        assertThat(other.samples()).isEqualTo(one.samples());
        assertThat(other.lossMillionths()).isCloseTo(one.lossMillionths(), within(100L));
        assertThat(other.accuracyMillionths()).isCloseTo(one.accuracyMillionths(), within(1_000_000 / one.samples()));
    }

    private static TrainerProcess start(TrainerCommand command) {
        return new TrainerProcess(command, TrainerLimits.DEFAULT);
    }

    private void initialize(TrainerProcess trainer, String output) {
        assertThat(run(trainer, new TrainerTask.Initialize("init", 7, folder.resolve(output))))
                .isInstanceOf(TaskOutcome.Initialized.class);
    }

    private void train(TrainerProcess trainer, String model, String output, long steps) {
        assertThat(run(trainer, new TrainerTask.Train(output, folder.resolve(model), folder.resolve("train"),
                folder.resolve(output), steps, 5, TrainerCommands.settings(), Optional.empty())))
                .isInstanceOf(TaskOutcome.Trained.class);
    }

    private TaskOutcome.Evaluated evaluate(TrainerProcess trainer, String model) {
        TaskOutcome outcome = run(trainer, new TrainerTask.Evaluate("evaluate", folder.resolve(model),
                folder.resolve("test"), Map.of()));
        assertThat(outcome).isInstanceOf(TaskOutcome.Evaluated.class);
        return (TaskOutcome.Evaluated) outcome;
    }

    private static TaskOutcome run(TrainerProcess trainer, TrainerTask task) {
        return trainer.run(task, Duration.ofMinutes(10), _ -> { }).join();
    }
}

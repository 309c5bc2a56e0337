package consort.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.trainer.protocol.FailureReason;
import consort.trainer.protocol.Progress;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AloneTest {

    @TempDir Path folder;
    private Alone alone;

    @BeforeEach
    void makeAnInitialModel() throws IOException {
        Path model = Files.writeString(folder.resolve("initial"), "model");
        alone = new Alone(Recipe.DIGITS, 3, model, folder.resolve("test"));
    }

    @Test
    void trainsOnFromRoundToRoundAndMeasuresEachModel() throws Exception {
        List<Long> told = new ArrayList<>();
        Alone.Outcome outcome = alone.train(new Appending(), folder.resolve("own"), folder.resolve("work"), 7, told::add);
        assertThat(outcome.accuracies()).containsExactly(6L, 7L, 8L).isEqualTo(told);
        assertThat(outcome.busyMillis()).isEqualTo(300);
        assertThat(folder.resolve("work/model.safetensors")).hasContent("model+++");
        assertThat(folder.resolve("initial")).hasContent("model");
    }

    @Test
    void saysWhyATrainerFailed() {
        assertThatThrownBy(() -> alone.train(new Failing(), folder, folder.resolve("work"), 7, told -> {}))
                .isInstanceOf(DemoFailure.class).hasMessageContaining("no such data").hasMessageContaining("trainer-failed");
    }

    /** Its model is a text that grows by a character each time; its accuracy is the text's length. */
    private static final class Appending implements Trainer {
        @Override
        public CompletableFuture<TaskOutcome> run(TrainerTask task, Duration limit, Consumer<Progress> progress) {
            try {
                return CompletableFuture.completedFuture(switch (task) {
                    case TrainerTask.Train train -> {
                        assertThat(train.steps()).isEqualTo(Recipe.DIGITS.steps());
                        Files.writeString(train.output(), Files.readString(train.model()) + "+");
                        yield new TaskOutcome.Trained(train.steps(), 1, 1, 100);
                    }
                    case TrainerTask.Evaluate evaluate ->
                        new TaskOutcome.Evaluated(1, 1, Files.readString(evaluate.model()).length(), 1);
                    case TrainerTask.Initialize initialize -> throw new AssertionError(initialize);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }

    private static final class Failing implements Trainer {
        @Override
        public CompletableFuture<TaskOutcome> run(TrainerTask task, Duration limit, Consumer<Progress> progress) {
            return CompletableFuture.completedFuture(new TaskOutcome.Failed(FailureReason.FAILED, "no such data"));
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}

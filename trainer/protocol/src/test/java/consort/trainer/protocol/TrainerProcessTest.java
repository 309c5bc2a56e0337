package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.trainer.protocol.reference.ReferenceModel;
import consort.trainer.protocol.reference.ReferenceTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerProcessTest {

    private static final Duration GENEROUS = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = folder.resolve("model");
        Files.write(model, ReferenceModel.initial(7, 64));
    }

    @Test
    void runsTaskAfterTaskInOneProcess() throws IOException {
        try (var trainer = trainer(ReferenceTrainer.command(64, 4))) {
            Path made = folder.resolve("made");
            assertThat(run(trainer, new TrainerTask.Initialize("a", 7, made))).isInstanceOf(TaskOutcome.Initialized.class);
            assertThat(made).hasSameBinaryContentAs(model);
            var process = trainer.processId();

            var train = train("b", 5);
            assertThat(run(trainer, train)).isInstanceOfSatisfying(TaskOutcome.Trained.class, trained -> {
                assertThat(trained.steps()).isEqualTo(5);
                assertThat(trained.samples()).isEqualTo(40);
                assertThat(trained.busyMillis()).isEqualTo(ReferenceTrainer.busyMillis(5, 4));
            });
            assertThat(Files.readAllBytes(train.output()))
                    .isEqualTo(ReferenceModel.trained(Files.readAllBytes(model), 12345, 5));

            assertThat(run(trainer, new TrainerTask.Evaluate("c", train.output(), folder, Map.of())))
                    .isInstanceOf(TaskOutcome.Evaluated.class);
            assertThat(trainer.processId()).isEqualTo(process);
        }
    }

    @Test
    void reportsProgress() {
        var seen = new ConcurrentLinkedQueue<Long>();
        try (var trainer = trainer(ReferenceTrainer.command(64, 1))) {
            trainer.run(train("a", 3), GENEROUS, progress -> seen.add(progress.step())).join();
        }
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void passesOnlyTheListedEnvironment() throws IOException {
        Path shell = folder.resolve("environment");
        List<String> command = List.of("sh", "-c", "env > " + shell + "; exit 9");
        var listed = TrainerCommand.passThrough(List.of("LISTED", "NOT_SET"), Map.of("LISTED", "yes", "OTHER", "no"));
        try (var trainer = new TrainerProcess(
                new TrainerCommand(command, listed, folder, folder.resolve("log")), TrainerLimits.DEFAULT)) {
            run(trainer, train("a", 1));
        }
        assertThat(Files.readAllLines(shell).stream().map(line -> line.replaceAll("=.*", "")))
                .contains("LISTED", "PATH", "CONSORT_TRAINER_SOCKET")
                .isSubsetOf("LISTED", "PATH", "HOME", "CONSORT_TRAINER_SOCKET", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void saysWhatIsWrongWithACommandThatCannotStart() {
        try (var trainer = trainer(List.of("/no/such/program"))) {
            assertThat(run(trainer, train("a", 1))).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(FailureReason.NOT_STARTED);
                assertThat(failed.text()).contains("/no/such/program");
            });
        }
    }

    @Test
    void cancelsARunningTaskAndServesTheNextInTheSameProcess() throws InterruptedException {
        try (var trainer = trainer(ReferenceTrainer.command(64, 5))) {
            var started = new CountDownLatch(1);
            var future = trainer.run(train("a", 100_000), GENEROUS, _ -> started.countDown());
            started.await();
            var process = trainer.processId();
            trainer.cancel();
            assertThat(future.join()).isInstanceOfSatisfying(TaskOutcome.Failed.class,
                    failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CANCELED));
            assertThat(run(trainer, train("b", 1))).isInstanceOf(TaskOutcome.Trained.class);
            assertThat(trainer.processId()).isEqualTo(process);
        }
    }

    @Test
    void startsAnewAfterTheProcessDiedBetweenTasks() {
        try (var trainer = trainer(ReferenceTrainer.command(64, 0))) {
            run(trainer, train("a", 1));
            ProcessHandle first = ProcessHandle.of(trainer.processId().orElseThrow()).orElseThrow();
            first.destroyForcibly();
            first.onExit().join();
            assertThat(run(trainer, train("b", 1))).isInstanceOf(TaskOutcome.Trained.class);
        }
    }

    @Test
    void takesOneTaskAtATimeAndNoneOnceClosed() throws InterruptedException {
        var trainer = trainer(ReferenceTrainer.command(64, 5));
        var started = new CountDownLatch(1);
        var future = trainer.run(train("a", 100_000), GENEROUS, _ -> started.countDown());
        assertThatThrownBy(() -> run(trainer, train("b", 1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one task at a time");
        started.await();
        ProcessHandle process = ProcessHandle.of(trainer.processId().orElseThrow()).orElseThrow();
        trainer.close();
        trainer.close();
        assertThat(future.join()).isInstanceOf(TaskOutcome.Failed.class);
        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(() -> run(trainer, train("c", 1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void doesNotTakeAnOldOutputForThisTasks() throws IOException {
        var task = train("a", 1);
        Files.copy(model, task.output());
        try (var trainer = trainer(List.of("sh", "-c", "exit 0"))) {
            assertThat(run(trainer, task)).isInstanceOf(TaskOutcome.Failed.class);
        }
        assertThat(task.output()).doesNotExist();
    }

    private TrainerProcess trainer(List<String> command) {
        return new TrainerProcess(new TrainerCommand(command, Map.of(), folder, folder.resolve("trainer.log")),
                TrainerLimits.DEFAULT);
    }

    private static TaskOutcome run(Trainer trainer, TrainerTask task) {
        return trainer.run(task, GENEROUS, _ -> { }).join();
    }

    private TrainerTask.Train train(String id, long steps) {
        return new TrainerTask.Train(id, model, folder, folder.resolve(id), steps, 12345, Map.of("batchSize", 8L),
                Optional.empty());
    }
}

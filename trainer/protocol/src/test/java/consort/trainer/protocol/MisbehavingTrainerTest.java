package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import consort.trainer.protocol.program.JavaCommand;
import consort.trainer.protocol.reference.ReferenceModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to misbehave costs one task, with its reason code, and the next task is served. */
class MisbehavingTrainerTest {

    private static final Duration GENEROUS = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = folder.resolve("model");
        Files.write(model, ReferenceModel.initial(7, 64));
    }

    @ParameterizedTest
    @CsvSource({
        "exits-at-once, trainer-crashed, exit code 4",
        "crashes, trainer-crashed, about to fall over",
        "closes-socket, trainer-crashed, closed the socket",
        "floods-log, trainer-flooded, more log than a task may",
        "floods-socket, trainer-flooded, messages for one task",
        "endless-line, trainer-flooded, a line of more than 65536 bytes",
        "garbage, trainer-protocol, not JSON",
        "not-utf8, trainer-protocol, not UTF-8",
        "second-hello, trainer-protocol, hello a second time",
        "other-protocol, trainer-protocol, speaks protocol 2",
        "unknown-type, trainer-protocol, sing",
        "other-task, trainer-protocol, task another",
        "float-loss, trainer-protocol, lossMillionths",
        "no-figures, trainer-protocol, lacks",
        "too-few-steps, trainer-protocol, made 2 steps where 3",
        "no-output, wrong-tensors, wrote no file",
        "empty-output, wrong-tensors, at least 8 bytes",
        "short-output, wrong-tensors, no valid model",
        "nan, not-finite, tensor bias",
        "infinity, not-finite, tensor bias",
        "missing-tensor, wrong-tensors, weight",
        "other-shape, wrong-tensors, weight",
        "other-name, wrong-tensors, eight",
        "says-it-failed, trainer-failed, out of memory"})
    void costsOneTask(String way, String code, String text) {
        try (var trainer = trainer(way, TrainerLimits.DEFAULT)) {
            assertFails(trainer.run(train("first"), GENEROUS, _ -> { }).join(), code, text);
            if (!way.equals("says-it-failed")) {
                assertServes(trainer);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "never-connects, did not connect",
        "says-nothing, did not say hello"})
    void isNotWaitedForBeyondTheHelloTimeout(String way, String text) {
        TaskOutcome outcome = null;
        // On a busy machine Java itself may not have started in the shortest of these.
        for (int seconds = 5; !mark().exists() && seconds < 300; seconds *= 2) {
            var limits = new TrainerLimits(Duration.ofSeconds(seconds), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20,
                    1 << 20, 10);
            try (var trainer = trainer(way, limits)) {
                outcome = trainer.run(train("first"), GENEROUS, _ -> { }).join();
            }
        }
        assertFails(outcome, "trainer-timeout", text);
        try (var trainer = trainer(way, TrainerLimits.DEFAULT)) {
            assertServes(trainer);
        }
    }

    @Test
    void isKilledAtTheDeadline() {
        try (var trainer = trainer("hangs", TrainerLimits.DEFAULT)) {
            TaskOutcome outcome = trainer.run(train("first"), Duration.ofSeconds(5), _ -> { }).join();
            for (int seconds = 10; !mark().exists() && seconds < 300; seconds *= 2) {
                outcome = trainer.run(train("again"), Duration.ofSeconds(seconds), _ -> { }).join();
            }
            assertFails(outcome, "trainer-timeout", "deadline");
            assertServes(trainer);
        }
    }

    @Test
    void isKilledWithItsDescendantsWhenItDoesNotHeedACancel() throws InterruptedException, IOException {
        var limits = new TrainerLimits(Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofSeconds(5), 1 << 20,
                1 << 20, 10);
        try (var trainer = trainer("hangs-with-child", limits)) {
            var started = new CountDownLatch(1);
            TrainerTask.Train task = train("first");
            var future = trainer.run(task, GENEROUS, _ -> started.countDown());
            started.await();
            trainer.cancel();
            assertFails(future.join(), "canceled", "was killed");
            long child = Long.parseLong(Files.readString(task.output()));
            ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
            assertServes(trainer);
        }
    }

    @Test
    void isPaidForNoMoreTimeThanTheAgentMeasured() {
        try (var trainer = trainer("boasts", TrainerLimits.DEFAULT)) {
            assertThat(trainer.run(train("first"), GENEROUS, _ -> { }).join())
                    .isInstanceOfSatisfying(TaskOutcome.Trained.class,
                            trained -> assertThat(trained.busyMillis()).isLessThan(GENEROUS.toMillis()));
        }
    }

    @Test
    void leavesABoundedLog() throws IOException {
        var limits = new TrainerLimits(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20,
                100_000, 10);
        try (var trainer = trainer("floods-log", limits)) {
            assertFails(trainer.run(train("first"), GENEROUS, _ -> { }).join(), "trainer-flooded", "no play");
        }
        long kept = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log : files.filter(file -> file.getFileName().toString().startsWith("trainer.log")).toList()) {
                kept += Files.size(log);
            }
        }
        assertThat(kept).isBetween(1L, 100_000L);
    }

    @Test
    void leavesNoSocketFolderBehind() throws IOException {
        // A temporary folder of its own: in the usual one others' trainers have such folders too.
        String usual = System.setProperty("java.io.tmpdir", Files.createDirectory(folder.resolve("t")).toString());
        try (var trainer = trainer("crashes", TrainerLimits.DEFAULT)) {
            assertFails(trainer.run(train("first"), GENEROUS, _ -> { }).join(), "trainer-crashed", "");
            assertServes(trainer);
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
        assertThat(folder.resolve("t")).isEmptyDirectory();
    }

    /** Made as it misbehaves for the first time. */
    private File mark() {
        return folder.resolve("started").toFile();
    }

    private void assertServes(Trainer trainer) {
        TrainerTask.Train task = train("next");
        assertThat(trainer.run(task, GENEROUS, _ -> { }).join()).isInstanceOf(TaskOutcome.Trained.class);
        assertThat(task.output()).exists();
    }

    private static void assertFails(TaskOutcome outcome, String code, String text) {
        assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
            assertThat(failed.reason().code()).as(failed.text()).isEqualTo(code);
            assertThat(failed.text()).contains(text).hasSizeLessThan(4000);
        });
    }

    private TrainerProcess trainer(String way, TrainerLimits limits) {
        List<String> command = JavaCommand.of(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                MisbehavingTrainer.class, way, mark().toString());
        return new TrainerProcess(new TrainerCommand(command, Map.of(), folder, folder.resolve("trainer.log")), limits);
    }

    private TrainerTask.Train train(String id) {
        return new TrainerTask.Train(id, model, folder, folder.resolve(id), 3, 1, Map.of(), Optional.empty());
    }
}

package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.isolation.Bubblewrap;
import consort.trainer.protocol.isolation.Isolation;
import consort.trainer.protocol.isolation.View;
import consort.trainer.protocol.program.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The commands of both trainers, as a worker would start them. */
final class TrainerCommands {

    private static final List<String> PASSED = List.of("DJL_CACHE_DIR", "LD_LIBRARY_PATH");

    private TrainerCommands() {
    }

    static TrainerCommand djl(Path folder, String model) {
        return command(folder, JavaCommand.of(
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m"), Main.class, "--model", model));
    }

    /** Skips the test where there is no Python that has what the Python trainer needs. */
    static TrainerCommand python(Path folder, String model) throws IOException, InterruptedException {
        Path root = projectRoot();
        Path script = root.resolve("examples/python-trainer/trainer.py");
        assertThat(script).exists();
        Optional<String> python = interpreter(root);
        String missing = "SKIPPED: no Python with torch and safetensors; run examples/python-trainer/setup, "
                + "or name one in CONSORT_PYTHON, to test the Python trainer";
        if (python.isEmpty()) {
            // The build shows a skipped test's number, not its reason.
            System.out.println(missing);
        }
        assumeTrue(python.isPresent(), missing);
        return command(folder, List.of(python.get(), script.toString(), model));
    }

    /**
     * The same, isolated, with an empty home; skips the test where that cannot be done.
     *
     * @param engines the folder with DJL's engine, instead of the user's own
     */
    static TrainerCommand isolated(TrainerCommand command, Optional<Path> engines) throws IOException, InterruptedException {
        Optional<Bubblewrap> found = Bubblewrap.find(System.getenv("PATH"));
        assumeTrue(found.isPresent(), "SKIPPED: bubblewrap is not installed; apt-get install bubblewrap to test isolation");
        Optional<String> problem = found.get().problem();
        assumeTrue(problem.isEmpty(), "SKIPPED: bubblewrap cannot isolate here: " + problem.orElse(""));
        Path home = Files.createDirectories(command.workingFolder().resolve("home"));
        var environment = new TreeMap<>(command.environment());
        engines.ifPresent(folder -> environment.put("DJL_CACHE_DIR", folder.toString()));
        View view = new View(List.of(), List.of(), List.of(), Optional.of(home), false);
        return new TrainerCommand(command.arguments(), environment, command.workingFolder(), command.logFile(),
                Optional.of(new Isolation(found.get(), view)));
    }

    private static Optional<String> interpreter(Path root) throws IOException, InterruptedException {
        var named = Stream.of(System.getProperty("consort.python"), System.getenv("CONSORT_PYTHON"))
                .filter(value -> value != null && !value.isBlank()).findFirst();
        if (named.isPresent()) {
            // Named on purpose: if it is broken the test is to fail, not to be skipped.
            return named;
        }
        Path own = root.resolve(".consort/python/bin/python");
        return Files.isExecutable(own) && imports(own) ? Optional.of(own.toString()) : Optional.empty();
    }

    private static boolean imports(Path python) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python.toString(), "-c", "import torch, safetensors.torch, numpy")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    }

    private static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples/python-trainer"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static TrainerCommand command(Path folder, List<String> arguments) {
        return new TrainerCommand(arguments, TrainerCommand.passThrough(PASSED, System.getenv()), folder,
                folder.resolve("trainer.log"));
    }

    /** Settings under which both learn the sample data. */
    static Map<String, Long> settings() {
        return Map.of("batchSize", 16L, "learningRateMicros", 20_000L);
    }
}

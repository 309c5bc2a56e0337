package consort.examples.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where the Python trainer is, and a Python that can run it. */
final class PythonTrainer {

    private PythonTrainer() {
    }

    /** The project's folder. */
    static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples/python-trainer"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /**
     * The command that starts it; empty when there is no Python with what it needs. One that is named in
     * {@code consort.python} or {@code CONSORT_PYTHON} is taken without a look: if it is broken, the test is to fail.
     */
    static Optional<List<String>> command(String model) throws IOException, InterruptedException {
        Optional<String> named = Stream.of(System.getProperty("consort.python"), System.getenv("CONSORT_PYTHON"))
                .filter(value -> value != null && !value.isBlank()).findFirst();
        Path own = project().resolve(".consort/python/bin/python");
        Optional<String> python = named.isPresent() || !Files.isExecutable(own) || !imports(own)
                ? named : Optional.of(own.toString());
        return python.map(program -> List.of(program, project().resolve("examples/python-trainer/trainer.py").toString(), model));
    }

    private static boolean imports(Path python) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python.toString(), "-c", "import torch, safetensors.torch, numpy")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    }
}

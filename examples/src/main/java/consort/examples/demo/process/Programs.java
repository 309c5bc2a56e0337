package consort.examples.demo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs and remembers them. Each writes to a log of its own. {@link #close} ends all that still run, with their
 * descendants.
 */
public final class Programs implements AutoCloseable {

    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(5);

    private final Path logs;
    private final Path launcher;
    private final ConcurrentLinkedQueue<Program> started = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * @param launcher the {@code consort} script
     * @param logs     folder for the logs
     */
    public Programs(Path launcher, Path logs) {
        this.launcher = launcher;
        this.logs = logs;
    }

    /** The {@code consort} script. */
    public Path launcher() {
        return launcher;
    }

    /** The log of the program of this name. */
    public Path logOf(String name) {
        return logs.resolve(name + ".log");
    }

    /**
     * Starts {@code consort ARGUMENTS...}, which goes on running.
     *
     * @param name of its log, and for messages
     */
    public Program start(String name, List<String> arguments) throws IOException {
        Files.createDirectories(logs);
        Path log = logOf(name);
        return begin(name, arguments, log, ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /**
     * Runs {@code consort ARGUMENTS...} to its end.
     *
     * @return its standard output; standard error goes to the log, the output is copied there too
     * @throws ProgramFailure if its exit code is not 0
     */
    public String run(String name, List<String> arguments) throws IOException, InterruptedException {
        Finished finished = attempt(name, arguments);
        if (finished.exit() != 0) {
            throw new ProgramFailure(commandLine(arguments), finished.exit(), finished.log(), finished.lastLine());
        }
        return finished.output();
    }

    /** As {@link #run}, but any exit code is an answer. */
    public Finished attempt(String name, List<String> arguments) throws IOException, InterruptedException {
        Files.createDirectories(logs);
        Path log = logOf(name);
        Path output = Files.createTempFile(logs, name, ".out");
        try {
            Program program = begin(name, arguments, log, ProcessBuilder.Redirect.to(output.toFile()));
            if (!program.process().waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                program.stopNow();
                throw new ProgramFailure(commandLine(arguments), -1, log, "it did not end within 5 minutes");
            }
            started.remove(program);
            String text = Files.readString(output);
            Files.writeString(log, text, StandardOpenOption.APPEND);
            return new Finished(program.process().exitValue(), text, log);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Program begin(String name, List<String> arguments, Path log, ProcessBuilder.Redirect output)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        Files.writeString(log, "$ " + commandLine(arguments) + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).redirectOutput(output);
        // The build was checked when the demo started; a change of the sources while it runs must not start another.
        builder.environment().put("CONSORT_NO_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Program program = new Program(name, builder.start(), log);
        started.add(program);
        if (closed) {
            program.stopNow();
            throw new IOException("stopping");
        }
        return program;
    }

    /** Whether {@link #close} was called. */
    public boolean closed() {
        return closed;
    }

    /** What a user would type. */
    public static String commandLine(List<String> arguments) {
        return "consort " + String.join(" ", arguments);
    }

    /** Ends all programs: asks first, insists after two seconds. */
    @Override
    public void close() {
        closed = true;
        ProcessTrees.stop(started.stream().map(program -> program.process().toHandle()).toList(), Duration.ofSeconds(2));
        started.clear();
    }

    /**
     * How a program ended.
     *
     * @param output its standard output
     * @param log    its standard error, and the output again
     */
    public record Finished(int exit, String output, Path log) {
        /** The last line it said, for messages; empty if it said nothing. */
        public String lastLine() throws IOException {
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() || lines.getLast().startsWith("$ ") ? "" : lines.getLast().strip();
        }
    }
}

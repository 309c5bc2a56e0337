package consort.examples.system;

import consort.examples.demo.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The programs of this project, with the Java and the class path of the tests. Command lines are what a user would type
 * after {@code consort}. {@link #close} ends all processes with whatever they started; so does the end of the tests' own
 * process.
 */
final class Programs implements AutoCloseable {

    /** For commands that answer and end: quick to start. */
    private static final List<String> SHORT = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    /** For programs that stay; but the tests end most of them before a better compiler would pay. */
    private static final List<String> SERVICE =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx320m", "-XX:+ExitOnOutOfMemoryError");
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(10);

    private final Path logs;
    private final ConcurrentLinkedQueue<Process> started = new ConcurrentLinkedQueue<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final Thread lastResort = new Thread(this::endAll);

    /** @param logs folder for what the programs say */
    Programs(Path logs) throws IOException {
        this.logs = Files.createDirectories(logs);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Runs a command to its end, within this process: it does and says the same there, and to start a JVM for each would take
     * longer than all that is tested. Not for programs that stay.
     */
    Ended run(String... commandLine) throws InterruptedException {
        return new OwnProcess(commandLine).run(LONGEST_COMMAND);
    }

    /** Runs a command to its end, as a process. */
    Ended runProcess(String... commandLine) throws IOException, InterruptedException {
        String name = "command-" + commands.incrementAndGet();
        Path out = logs.resolve(name + ".out");
        Path err = logs.resolve(name + ".err");
        String typed = typed(commandLine);
        Process process = begin(builder(SHORT, commandLine).redirectOutput(out.toFile()).redirectError(err.toFile()));
        if (!process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
            ProcessTrees.stop(List.of(process.toHandle()), Duration.ofSeconds(2));
            throw new AssertionError("did not end: " + typed + "\n" + Files.readString(out) + Files.readString(err));
        }
        started.remove(process);
        return new Ended(typed, process.exitValue(), Files.readString(out), Files.readString(err));
    }

    static String typed(String... commandLine) {
        return "consort " + String.join(" ", commandLine);
    }

    /** Starts a program that goes on. */
    Running start(String name, String... commandLine) throws IOException {
        return start(name, SERVICE, commandLine);
    }

    /** Starts a program that goes on, with these JVM flags. */
    Running start(String name, List<String> jvmFlags, String... commandLine) throws IOException {
        return start(name, builder(jvmFlags, commandLine));
    }

    /**
     * Starts a program that goes on, below another.
     *
     * @param wrapper the other one's command line, to which this one is appended
     * @param environment added to that of the tests
     */
    Running startBelow(List<String> wrapper, Map<String, String> environment, String name, String... commandLine)
            throws IOException {
        ProcessBuilder builder = builder(SERVICE, commandLine);
        builder.command().addAll(0, wrapper);
        builder.environment().putAll(environment);
        return start(name, builder);
    }

    private Running start(String name, ProcessBuilder builder) throws IOException {
        Path log = logs.resolve(name + ".log");
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Running(name, begin(builder), log, logStart);
    }

    private Process begin(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        started.add(process);
        return process;
    }

    private static ProcessBuilder builder(List<String> jvmFlags, String... commandLine) {
        List<String> command = new ArrayList<>(java());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main(commandLine[0])));
        command.addAll(switch (commandLine[0]) {
            case "coordinator", "audit" -> Arrays.asList(commandLine).subList(1, commandLine.length);
            default -> Arrays.asList(commandLine);
        });
        return new ProcessBuilder(command);
    }

    /** The Java of the tests, with the flags that every program of this project gets. */
    static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** The main class behind the first word after {@code consort}; the launcher has the same table. */
    private static String main(String command) {
        return switch (command) {
            case "coordinator" -> "consort.coordinator.cli.Main";
            case "member", "worker", "model" -> "consort.worker.cli.Main";
            case "audit" -> "consort.ledger.audit.cli.Main";
            default -> throw new IllegalArgumentException(command);
        };
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void endAll() {
        ProcessTrees.stop(started.stream().map(Process::toHandle).toList(), Duration.ofSeconds(3));
        started.clear();
    }
}

package consort.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run of the fuzzer against one decoder, in a process of its own.
final class FuzzRun {
    /// An input that takes longer than this is a finding: long enough for any machine that is merely busy.
    private static final int INPUT_SECONDS = 180;
    private static final String OWN = Stream.of(FuzzEntry.class, AllocationCheck.class, DecoderFuzzTest.class)
            .map(Class::getName).collect(Collectors.joining(":"));

    private final DecoderFuzzTest target;
    private final FuzzFolders folders;

    FuzzRun(DecoderFuzzTest target, FuzzFolders folders) {
        this.target = target;
        this.folders = folders;
    }

    /// @param seconds how long, as the user wrote it
    /// @throws AssertionError if an input was found that breaks the decoder: it is kept, and the message tells how to repeat
    /// it
    void run(String seconds) throws Exception {
        run(folders.kept().resolve("corpus"), List.of("-max_total_time=" + positive(seconds)));
    }

    /// @param corpus where inputs that led somewhere new are kept
    /// @param extent how long, as options of libFuzzer
    void run(Path corpus, List<String> extent) throws Exception {
        Path work = Files.createTempDirectory("fuzz-");
        try {
            Files.createDirectories(corpus);
            Files.createDirectories(work.resolve("found"));
            writeStart(work);
            Path log = work.resolve("log");
            int exit = start(command(work, corpus, extent), log);
            FuzzLog told = new FuzzLog(Files.readString(log, StandardCharsets.ISO_8859_1));
            if (exit != 0) {
                throw new AssertionError(new FuzzFinding(target.getClass(), folders).keep(work.resolve("found"), told));
            }
            System.out.println(target.getClass().getSimpleName() + ": " + told.summary());
        } finally {
            delete(work);
        }
    }

    private static int positive(String seconds) {
        if (!seconds.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("consort.fuzzSeconds is " + seconds + ", not a number of seconds");
        }
        return Integer.parseInt(seconds);
    }

    private void writeStart(Path work) throws Exception {
        Path start = Files.createDirectories(work.resolve("start"));
        int count = 0;
        for (byte[] seed : target.seeds()) {
            Files.write(start.resolve("seed-" + count++), seed);
        }
        for (Path finding : folders.findings()) {
            Files.copy(finding, start.resolve("finding-" + count++));
        }
        Files.write(work.resolve("words"), target.words().stream().map(FuzzRun::quoted).toList());
    }

    /// A line of libFuzzer's dictionaries.
    private static String quoted(String word) {
        StringBuilder line = new StringBuilder("\"");
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            line.append(String.format("\\x%02x", b & 0xff));
        }
        return line.append('"').toString();
    }

    private List<String> command(Path work, Path corpus, List<String> extent) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A decoder that fills this little memory with a few kilobytes of input is a finding.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", jarsOf(Jazzer.class, FuzzedDataProvider.class, FuzzEntry.class),
                "-D" + FuzzEntry.CLASS_PATH + "=" + System.getProperty("java.class.path"), Jazzer.class.getName(),
                "--target_class=" + FuzzEntry.class.getName(), "--target_args=" + target.getClass().getName(),
                "--instrumentation_includes=" + target.guidedBy(), "--instrumentation_excludes=" + OWN,
                "--reproducer_path=" + work));
        if (!target.words().isEmpty()) {
            command.add("-dict=" + work.resolve("words"));
        }
        command.addAll(List.of("-artifact_prefix=" + work.resolve("found") + "/", "-max_len=" + target.maxInputBytes(),
                "-timeout=" + INPUT_SECONDS, "-rss_limit_mb=0", "-use_value_profile=1"));
        command.addAll(extent);
        command.add(corpus.toString());
        command.add(work.resolve("start").toString());
        return command;
    }

    private static String jarsOf(Class<?>... classes) {
        return Stream.of(classes).map(one -> Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())))
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static int start(List<String> command, Path log) throws IOException, InterruptedException {
        Process fuzzer = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            return fuzzer.waitFor();
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

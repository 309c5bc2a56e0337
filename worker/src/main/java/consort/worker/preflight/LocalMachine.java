package consort.worker.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The machine this process runs on, as Linux tells.
 *
 * @param environment of this process, whose {@code PATH} is searched
 */
public record LocalMachine(Map<String, String> environment) implements Machine {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +([0-9]{1,15}) kB$");
    private static final String NVIDIA = "nvidia-smi";
    private static final long PATIENCE_SECONDS = 20;
    private static final int MAX_SAID_BYTES = 64 << 10;

    @Override
    public OptionalLong availableMemoryBytes() {
        return Stream.of(ofMachine(), ofGroup()).flatMapToLong(OptionalLong::stream).min();
    }

    private static OptionalLong ofMachine() {
        Matcher available = AVAILABLE.matcher(read(MEMORY).orElse(""));
        return available.find() ? OptionalLong.of(Long.parseLong(available.group(1)) << 10) : OptionalLong.empty();
    }

    /** A container's own limit; a group without one says "max". */
    private static OptionalLong ofGroup() {
        LongStream limits = Stream.of("memory.max", "memory.current").flatMapToLong(file -> number(GROUP.resolve(file)).stream());
        long[] both = limits.toArray();
        return both.length == 2 ? OptionalLong.of(Math.max(0, both[0] - both[1])) : OptionalLong.empty();
    }

    @Override
    public OptionalLong usableBytes(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return existing == null ? OptionalLong.empty() : OptionalLong.of(Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<Gpus> nvidia() {
        boolean there = Stream.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place.isEmpty() ? "." : place).resolve(NVIDIA)));
        return there ? Optional.of(listed()) : Optional.empty();
    }

    private static Gpus listed() {
        try {
            Process process = new ProcessBuilder(NVIDIA, "-L").redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
            String said = new String(process.getInputStream().readNBytes(MAX_SAID_BYTES), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return code == 0 ? new Gpus((int) said.lines().filter(line -> line.startsWith("GPU ")).count(), "")
                    : new Gpus(0, said.lines().findFirst().orElse("exit code " + code));
        } catch (IOException e) {
            return new Gpus(0, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Gpus(0, "interrupted");
        }
    }

    private static OptionalLong number(Path file) {
        return read(file).map(String::strip).filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

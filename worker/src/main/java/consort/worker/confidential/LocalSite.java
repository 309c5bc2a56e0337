package consort.worker.confidential;

import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The machine this runs on. Its data sets are counted aside, once, so that no task waits for it: until then, or where a data set has
 * more files than are counted, its size is not committed to. What cannot be found out is left out.
 */
public final class LocalSite implements SiteFacts {

    private static final int MAX_FILES = 1_000_000;
    private static final long PROGRAM_SECONDS = 20;
    private static final int MAX_UUID_CHARACTERS = 80;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path ONE_GPU_EACH = Path.of("/proc/driver/nvidia/gpus");

    /** Bytes and files of a data set. */
    private record Size(long bytes, long files) {
    }

    private final Map<PrivateField, JsonValue> machine = new EnumMap<>(PrivateField.class);
    private final CompletableFuture<Map<String, Size>> sizes = new CompletableFuture<>();

    /** @param data folders by data set */
    public LocalSite(Map<String, Path> data) {
        host().ifPresent(name -> machine.put(PrivateField.HOST, name));
        uuids().ifPresent(list -> machine.put(PrivateField.DEVICE_UUIDS, list));
        Thread.ofPlatform().daemon().name("data-size").start(() -> sizes.complete(count(data)));
    }

    @Override
    public Map<PrivateField, JsonValue> of(String data) {
        EnumMap<PrivateField, JsonValue> facts = new EnumMap<>(PrivateField.class);
        facts.putAll(machine);
        Optional.ofNullable(sizes.getNow(Map.of()).get(data)).ifPresent(size -> {
            facts.put(PrivateField.DATA_BYTES, new JsonInteger(size.bytes()));
            facts.put(PrivateField.DATA_FILES, new JsonInteger(size.files()));
        });
        return facts;
    }

    /** Returns once the data sets are counted. */
    void awaitSizes() {
        sizes.join();
    }

    private static Optional<JsonValue> host() {
        try {
            return Optional.of(Files.readString(HOST_NAME).strip()).filter(name -> !name.isEmpty()).map(JsonString::new);
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** Of NVIDIA's GPUs, by their driver's own program; asked only where the driver is there. */
    private static Optional<JsonValue> uuids() {
        if (!Files.isDirectory(ONE_GPU_EACH)) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=uuid", "--format=csv,noheader")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return uuids(new String(process.getInputStream().readNBytes(Opening.MAX_VALUE_BYTES), StandardCharsets.UTF_8));
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<JsonValue> uuids(String output) {
        List<String> lines = output.lines().map(String::strip)
                .filter(line -> line.startsWith("GPU-") && line.length() <= MAX_UUID_CHARACTERS).sorted().toList();
        JsonArray list = JsonArray.ofTexts(lines);
        return lines.isEmpty() || list.canonicalBytes().length > Opening.MAX_VALUE_BYTES ? Optional.empty() : Optional.of(list);
    }

    private static Map<String, Size> count(Map<String, Path> data) {
        Map<String, Size> counted = new TreeMap<>();
        data.forEach((name, folder) -> count(folder).ifPresent(size -> counted.put(name, size)));
        return counted;
    }

    private static Optional<Size> count(Path folder) {
        long[] bytesAndFiles = new long[2];
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytesAndFiles[0] += attributes.size();
                    bytesAndFiles[1]++;
                    return bytesAndFiles[1] > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
        return bytesAndFiles[1] > MAX_FILES ? Optional.empty() : Optional.of(new Size(bytesAndFiles[0], bytesAndFiles[1]));
    }
}

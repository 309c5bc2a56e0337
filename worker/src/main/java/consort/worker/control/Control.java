package consort.worker.control;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.LockedException;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The files of {@code control/} in a worker's folder. Errors are {@link ConfigException}s. */
public final class Control {

    private static final int MAX_BYTES = 65_536;
    /** What stays said of the last session. */
    private static final List<String> LENT = List.of("todayDeviceMillis", "monthDeviceMillis", "monthAcceptedMillis");
    /** What a worker that runs holds. */
    private static final String LOCK = "lock";

    private final PartyFolder folder;

    public Control(PartyFolder folder) {
        this.folder = folder;
    }

    public boolean isPaused() {
        return Files.exists(file("paused"));
    }

    public void pause() {
        folder.write(file("paused"), "consort worker resume takes this file away\n");
    }

    public void resume() {
        delete("paused");
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new ConfigException("cannot delete " + FileProblem.text(e), e);
        }
    }

    /** Whether somebody said that this worker leaves; that is not taken back. */
    public boolean isLeaving() {
        return Files.exists(file("leaving"));
    }

    public void leave(String reason) {
        folder.write(file("leaving"), reason + "\n");
    }

    /** Whether a process runs this worker. */
    public boolean isRunning() {
        try (Disk.Lock _ = new FileDisk(folder.path()).lock(LOCK)) {
            return false;
        } catch (LockedException running) {
            return true;
        } catch (IOException e) {
            throw new ConfigException("cannot use " + folder.path() + ": " + FileProblem.text(e), e);
        }
    }

    /** What the worker that runs does, or the last one did; empty when none ever ran. */
    public Optional<JsonObject> state() {
        return read("state.json", Function.identity());
    }

    /** Of a state, what stays true when nobody runs the worker any more: what it lent. */
    public static JsonObject lent(JsonObject state) {
        JsonObject.Builder json = JsonObject.builder();
        LENT.forEach(field -> json.putIfPresent(field, Optional.ofNullable(state.members().get(field))));
        return json.build();
    }

    /** A process begins to run this worker. */
    public void begin() {
        delete("ended.json");
    }

    /** The process that runs this worker ends, or it has left. */
    public void end(Ending ending) {
        folder.write(file("ended.json"), ending.json().canonicalText());
    }

    /** How the last process ended; empty while one runs, and when it was killed. */
    public Optional<Ending> ending() {
        return read("ended.json", Ending::of);
    }

    private <T> Optional<T> read(String name, Function<JsonObject, T> meaning) {
        try {
            return Optional.of(meaning.apply(JsonObject.parse(Files.readAllBytes(file(name)), MAX_BYTES)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ConfigException("cannot read " + FileProblem.text(e), e);
        } catch (JsonException e) {
            throw new ConfigException(file(name) + " is damaged: " + e.getMessage() + "; delete it", e);
        }
    }

    /** What the worker that runs says of itself while it measures its trainers, and takes no tasks. */
    public void publishMeasuring(boolean deviceFree) {
        JsonObject.Builder json = JsonObject.builder();
        lent(state().orElse(JsonObject.EMPTY)).members().forEach(json::put);
        publish(json.put("process", ProcessHandle.current().pid())
                .put("connected", false)
                .put("takesTasks", false)
                .put("reason", isPaused() ? "paused" : "benchmark")
                .put("paused", isPaused())
                .put("deviceFree", deviceFree)
                .put("stage", "benchmark")
                .put("outstandingReceipt", false)
                .build());
    }

    void publish(JsonObject state) {
        folder.write(file("state.json"), state.canonicalText());
    }

    private Path file(String name) {
        return folder.path().resolve("control").resolve(name);
    }
}

package consort.worker.isolation;

import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.isolation.Isolation;
import consort.trainer.protocol.isolation.View;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.TrainerEntry;
import consort.worker.folder.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commands of a worker's trainers. An isolated one reads the models in {@code cache/} and all data of the site, writes
 * into {@code work/} and its own {@code homes/NAME}, which stands where {@code HOME} points, and sees nothing else of the
 * worker's folder.
 */
public final class TrainerCommands {

    private final PartyFolder folder;
    private final WorkerConfig config;
    private final Isolating isolating;
    private final Map<String, String> environment;

    /** @param environment of this process, from which variables are passed on */
    public TrainerCommands(PartyFolder folder, WorkerConfig config, Isolating isolating, Map<String, String> environment) {
        this.folder = folder;
        this.config = config;
        this.isolating = isolating;
        this.environment = Map.copyOf(environment);
    }

    /** Of all trainers, by the names jobs use; their logs go to {@code logs/}. */
    public Map<String, TrainerCommand> all() {
        Path logs = made("logs");
        Map<String, TrainerCommand> commands = new TreeMap<>();
        config.trainers().keySet().forEach(name -> commands.put(name, command(name, logs)));
        return commands;
    }

    /**
     * Of one trainer, which must be there.
     *
     * @param logs where its output goes, as {@code NAME.log}
     */
    public TrainerCommand command(String name, Path logs) {
        TrainerEntry entry = config.trainers().get(name);
        return new TrainerCommand(entry.command(), given(entry, environment), folder.path().toAbsolutePath(),
                logs.resolve(name + ".log"), isolation(name, entry));
    }

    /** What a trainer is given of an agent's environment, and by its entry. */
    public static Map<String, String> given(TrainerEntry entry, Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>(TrainerCommand.passThrough(entry.pass(), environment));
        given.putAll(entry.environment());
        return given;
    }

    private Optional<Isolation> isolation(String name, TrainerEntry entry) {
        return switch (isolating) {
            case Isolating.By(var bubblewrap) -> Optional.of(new Isolation(bubblewrap, view(name, entry)));
            case Isolating.Not _ -> Optional.empty();
        };
    }

    private View view(String name, TrainerEntry entry) {
        List<Path> readable = new ArrayList<>(config.data().values());
        readable.addAll(entry.readable());
        readable.add(made("cache"));
        List<Path> writable = new ArrayList<>(entry.writable());
        writable.add(made("work"));
        return new View(readable, writable, List.of(folder.path().toAbsolutePath()), Optional.of(made("homes/" + name)),
                entry.network());
    }

    private Path made(String part) {
        Path path = folder.path().toAbsolutePath().resolve(part);
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new ConfigException("cannot make " + path + ": " + e.getMessage(), e);
        }
    }
}

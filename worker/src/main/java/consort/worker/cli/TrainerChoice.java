package consort.worker.cli;

import consort.trainer.protocol.TrainerCommand;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Nearest;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.TrainerEntry;
import consort.worker.folder.WorkerConfig;
import consort.worker.task.Trainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** A trainer by its name in worker.yaml, or by its command; one of the two. */
final class TrainerChoice {

    @Option(names = "--trainer", paramLabel = "NAME", description = "A trainer of worker.yaml.")
    private String name;

    @Option(names = "--trainer-command", paramLabel = "WORD", arity = "1..*",
            description = "A trainer's program and arguments, for one that is not in worker.yaml. Give this option last.")
    private List<String> words;

    /** @param work where its log goes */
    TrainerCommand command(PartyFolder folder, Path work) {
        if (words != null) {
            TrainerEntry entry = new TrainerEntry(words, Map.of(), List.copyOf(System.getenv().keySet()));
            return Trainers.command("trainer", entry, Path.of("").toAbsolutePath(), work, System.getenv());
        }
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        TrainerEntry entry = config.trainers().get(name);
        if (entry == null) {
            throw new ConfigException(folder.workerYaml() + " has no trainer \"" + name + "\"; it has "
                    + new TreeSet<>(config.trainers().keySet())
                    + Nearest.of(name, config.trainers().keySet()).map(near -> "; perhaps you meant " + near).orElse(""));
        }
        return Trainers.command(name, entry, folder.path().toAbsolutePath(), work, System.getenv());
    }

    /** Removes a folder with logs. */
    void deleteLogs(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

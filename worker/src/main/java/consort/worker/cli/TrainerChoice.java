package consort.worker.cli;

import consort.settings.Nearest;
import consort.trainer.protocol.TrainerCommand;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.TrainerCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** A trainer by its name in worker.yaml, isolated as that says, or by its command, as it is; one of the two. */
final class TrainerChoice {

    @Option(names = "--trainer", paramLabel = "NAME", description = "A trainer of worker.yaml.")
    private String name;

    @Option(names = "--trainer-command", paramLabel = "WORD", arity = "1..*", parameterConsumer = RestOfLine.class,
            description = "A trainer's program and arguments, for one that is not in worker.yaml; it is not isolated."
                    + " All that follows is the trainer's, options too: give this one last.")
    private List<String> words;

    /** Whether it was given by its command. */
    boolean isCommand() {
        return words != null;
    }

    /** @param work where its log goes */
    TrainerCommand command(PartyFolder folder, Path work) {
        if (words != null && name != null) {
            throw new ConfigException("--trainer " + name + " and --trainer-command name two trainers; give one of the two");
        }
        if (words != null) {
            return new TrainerCommand(words, System.getenv(), Path.of("").toAbsolutePath(), work.resolve("trainer.log"));
        }
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        if (!config.trainers().containsKey(name)) {
            throw new ConfigException(folder.workerYaml() + " has no trainer \"" + name + "\"; it has "
                    + new TreeSet<>(config.trainers().keySet())
                    + Nearest.of(name, config.trainers().keySet()).map(near -> "; did you mean " + near + "?").orElse(""));
        }
        return new TrainerCommands(folder, config, Isolations.orRefuse(folder, config), System.getenv()).command(name, work);
    }
}

package consort.worker.task;

import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.worker.folder.TrainerEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trainers of a site. One process at a time stays resident: the last one used. For one thread, but for {@link #cancel}.
 */
public final class Trainers implements AutoCloseable {

    private final Map<String, TrainerCommand> commands;
    private String current = "";
    private volatile Trainer running;

    /** @param commands by the names jobs use */
    public Trainers(Map<String, TrainerCommand> commands) {
        this.commands = Map.copyOf(commands);
    }

    /**
     * The command of an entry.
     *
     * @param workingFolder where it starts
     * @param logFolder where its output goes, as {@code <name>.log}
     * @param environment of this process, from which variables are passed on
     */
    public static TrainerCommand command(String name, TrainerEntry entry, Path workingFolder, Path logFolder,
            Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>(TrainerCommand.passThrough(entry.pass(), environment));
        given.putAll(entry.environment());
        return new TrainerCommand(entry.command(), given, workingFolder, logFolder.resolve(name + ".log"));
    }

    /** The trainer of that name, which must be one of this site's; ends the process of another. */
    synchronized Trainer use(String name) {
        if (!name.equals(current)) {
            close();
            running = new TrainerProcess(commands.get(name), TrainerLimits.DEFAULT);
            current = name;
        }
        return running;
    }

    /** Asks the task that runs to end; never waits. */
    void cancel() {
        Trainer now = running;
        if (now != null) {
            now.cancel();
        }
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.close();
            running = null;
            current = "";
        }
    }
}

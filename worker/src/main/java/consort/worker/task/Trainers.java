package consort.worker.task;

import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import java.util.Map;

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

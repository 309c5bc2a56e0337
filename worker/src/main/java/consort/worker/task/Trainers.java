package consort.worker.task;

import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The trainers of a site. One process at a time stays resident: the last one used. For one thread, but for {@link #cancel} and {@link #free}.
 */
public final class Trainers implements AutoCloseable {

    private final Map<String, TrainerCommand> commands;
    private String current = "";
    private TrainerProcess running;
    /** The end of the one that was freed last. */
    private CompletableFuture<Void> freed = CompletableFuture.completedFuture(null);

    /** @param commands by the names jobs use */
    public Trainers(Map<String, TrainerCommand> commands) {
        this.commands = Map.copyOf(commands);
    }

    /** The trainer of that name, which must be one of this site's; ends the process of another, and waits for its end. */
    Trainer use(String name) {
        if (!isCurrent(name)) {
            close();
            change(name, new TrainerProcess(commands.get(name), TrainerLimits.DEFAULT));
        }
        return running();
    }

    /** Asks the task that runs to end; never waits. */
    void cancel() {
        Trainer now = running();
        if (now != null) {
            now.cancel();
        }
    }

    /** The process of the trainer in use, while it lives. */
    OptionalLong processId() {
        TrainerProcess now = running();
        return now == null ? OptionalLong.empty() : now.processId();
    }

    /** Ends the process there is, on a thread of its own; never waits. */
    synchronized CompletableFuture<Void> free() {
        Trainer old = running;
        change("", null);
        if (old != null) {
            freed = CompletableFuture.runAsync(old::close, task -> Thread.ofPlatform().daemon().name("trainer-end").start(task));
        }
        return freed;
    }

    @Override
    public void close() {
        free().join();
    }

    private synchronized boolean isCurrent(String name) {
        return name.equals(current);
    }

    private synchronized TrainerProcess running() {
        return running;
    }

    private synchronized void change(String name, TrainerProcess trainer) {
        current = name;
        running = trainer;
    }
}

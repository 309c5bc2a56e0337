package consort.trainer.protocol;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Runs tasks, one at a time. Not assumed: that a trainer lives on between tasks, that progress is reported at all, or on
 * which thread the callbacks run.
 */
public interface Trainer extends AutoCloseable {

    /**
     * Starts a task and returns at once. The future always completes normally, a failure being an outcome too; only an
     * exception thrown by {@code progress} completes it exceptionally.
     *
     * @param limit how long the task may take, the start of a trainer included
     * @param progress called on the trainer's thread; it must not block
     * @throws IllegalStateException while another task is running, or after {@link #close()}
     */
    CompletableFuture<TaskOutcome> run(TrainerTask task, Duration limit, Consumer<Progress> progress);

    /** Asks the running task, if there is one, to end: its outcome is {@link FailureReason#CANCELED}. Returns at once. */
    void cancel();

    /** Cancels what runs and ends the trainer; returns when it is gone. Closing twice is the same as once. */
    @Override
    void close();
}

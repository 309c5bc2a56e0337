package consort.trainer.protocol.program;

/** A task's line to the agent while it runs. */
public interface TaskControl {

    /**
     * Reports how far the task is, at most once a step.
     *
     * @param lossMillionths the loss now
     * @throws TaskCanceledException if the agent no longer wants the task: let it end the task
     */
    void progress(long step, long steps, long lossMillionths) throws TaskCanceledException;

    /** @throws TaskCanceledException if the agent no longer wants the task: let it end the task */
    void requireWanted() throws TaskCanceledException;
}

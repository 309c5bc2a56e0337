package consort.trainer.protocol;

/** What the agent says to a trainer: a task, or that the task it is at is no longer wanted. */
public sealed interface AgentMessage permits TrainerTask, AgentMessage.Cancel {

    /** The task this message is about. */
    String task();

    /**
     * The task is no longer wanted. A trainer stops soon and answers {@code failed}; one that does not is killed after
     * {@link TrainerLimits#cancelGrace()}. For a task already answered it means nothing.
     */
    record Cancel(String task) implements AgentMessage {
        public Cancel {
            TrainerTask.requireId(task);
        }
    }
}

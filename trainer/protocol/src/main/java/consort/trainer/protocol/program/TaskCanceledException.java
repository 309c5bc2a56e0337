package consort.trainer.protocol.program;

/** The agent no longer wants the task that is running. */
public final class TaskCanceledException extends Exception {

    private static final long serialVersionUID = 1L;

    TaskCanceledException() {
        super("canceled");
    }
}

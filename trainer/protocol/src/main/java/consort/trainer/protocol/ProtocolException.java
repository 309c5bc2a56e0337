package consort.trainer.protocol;

import java.util.Optional;

/** A line that is not a message of the protocol; the message says which field and value. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String task;

    ProtocolException(String message, Optional<String> task) {
        super(message);
        this.task = task.orElse(null);
    }

    /** The task the line named, if it could be read that far: what an answer can refer to. */
    public Optional<String> task() {
        return Optional.ofNullable(task);
    }
}

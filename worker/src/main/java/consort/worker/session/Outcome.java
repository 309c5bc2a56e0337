package consort.worker.session;

import java.util.OptionalLong;

/** How the trainer ended a task, as the agent metered it. */
public sealed interface Outcome {

    /** Time the trainer was busy with the task, in milliseconds. */
    long busyMillis();

    /** Steps it did. */
    long steps();

    /** The trainer did the task. Its tensors, for a train task, stand with whoever runs the trainer. */
    record Done(long busyMillis, long steps, OptionalLong lossMillionths, OptionalLong accuracyMillionths)
            implements Outcome {
    }

    /**
     * The trainer did not do the task.
     *
     * @param reason a reason code, {@code [a-z][a-z0-9-]*}
     * @param detail for the person at the site, which it never leaves; may be empty
     */
    record Failed(long busyMillis, long steps, String reason, String detail) implements Outcome {
    }
}

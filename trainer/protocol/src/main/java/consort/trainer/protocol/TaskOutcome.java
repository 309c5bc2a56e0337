package consort.trainer.protocol;

/**
 * How a task ended. Busy time is the smaller of what the trainer reported and what the agent measured between handing
 * the task over and hearing the answer.
 */
public sealed interface TaskOutcome {

    /** The initial model stands in the task's output file: valid, finite, not empty. */
    record Initialized(long busyMillis) implements TaskOutcome {
    }

    /**
     * The trained model stands in the task's output file: valid, finite, with the layout of the input.
     *
     * @param steps as assigned
     * @param samples trained on, repeats counted
     * @param lossMillionths mean training loss over the steps
     */
    record Trained(long steps, long samples, long lossMillionths, long busyMillis) implements TaskOutcome {
    }

    /**
     * @param samples in the folder
     * @param lossMillionths mean over the samples
     * @param accuracyMillionths share of samples predicted right, 0 to 1,000,000
     */
    record Evaluated(long samples, long lossMillionths, long accuracyMillionths, long busyMillis) implements TaskOutcome {
    }

    /**
     * @param text for people at the site; it may name paths, so only {@link FailureReason#code()} may leave the site
     */
    record Failed(FailureReason reason, String text) implements TaskOutcome {
    }
}

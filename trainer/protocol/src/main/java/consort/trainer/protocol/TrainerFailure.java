package consort.trainer.protocol;

/** A trainer did not behave: carries the failure from where it is found to the outcome. */
public final class TrainerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    TrainerFailure(FailureReason reason, String text) {
        super(text);
        this.reason = reason;
    }

    public TaskOutcome.Failed outcome() {
        return new TaskOutcome.Failed(reason, getMessage());
    }
}

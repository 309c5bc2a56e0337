package consort.trainer.protocol;

/** Carries a failure from where it is found to the outcome; never leaves this package. */
final class TrainerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    TrainerFailure(FailureReason reason, String text) {
        super(text);
        this.reason = reason;
    }

    TaskOutcome.Failed outcome() {
        return new TaskOutcome.Failed(reason, getMessage());
    }
}

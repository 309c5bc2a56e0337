package consort.trainer.protocol.contract;

import consort.trainer.protocol.contract.CheckResult.Outcome;

/** A promise was not kept, or could not be tried; the message is the hint. */
final class CheckFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    CheckFailed(String hint) {
        this(Outcome.FAILED, hint);
    }

    private CheckFailed(Outcome outcome, String hint) {
        super(hint);
        this.outcome = outcome;
    }

    static CheckFailed notTried(String hint) {
        return new CheckFailed(Outcome.NOT_TRIED, hint);
    }

    Outcome outcome() {
        return outcome;
    }
}

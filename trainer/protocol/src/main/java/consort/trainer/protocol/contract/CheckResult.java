package consort.trainer.protocol.contract;

/**
 * What came of one check.
 *
 * @param check a short name, {@code init-same-seed}
 * @param promise what a trainer promises there, as a phrase
 * @param outcome whether it kept it
 * @param hint if it did not: what happened and what to look at; if that was not tried: why; else empty
 */
public record CheckResult(String check, String promise, Outcome outcome, String hint) {

    /** Whether a promise was kept. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** An earlier check failed without which this one says nothing. */
        NOT_TRIED
    }

    public boolean passed() {
        return outcome == Outcome.PASSED;
    }
}

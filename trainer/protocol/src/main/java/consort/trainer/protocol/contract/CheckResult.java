package consort.trainer.protocol.contract;

/**
 * What came of one check.
 *
 * @param check a short name, {@code init-same-seed}
 * @param promise what a trainer promises there, as a phrase
 * @param passed whether it kept it
 * @param hint if not: what happened and what to look at; else empty
 */
public record CheckResult(String check, String promise, boolean passed, String hint) {
}

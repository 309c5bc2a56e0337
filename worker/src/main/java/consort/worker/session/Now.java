package consort.worker.session;

/**
 * The time of one step.
 *
 * @param wallMillis milliseconds since 1970, for what is signed; may jump
 * @param monotonicMillis for durations; only differences mean anything
 */
public record Now(long wallMillis, long monotonicMillis) {
}

package consort.coordinator.core;

/**
 * The time of one event.
 *
 * @param wallMillis Unix time; written into the ledger, never compared with a deadline
 * @param monotonicMillis never goes back while the process lives; its origin means nothing
 */
public record Now(long wallMillis, long monotonicMillis) {
}

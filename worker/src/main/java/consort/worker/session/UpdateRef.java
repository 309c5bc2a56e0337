package consort.worker.session;

/**
 * An update that stands in the outbox.
 *
 * @param digest SHA-256 of its bytes, lower-case hex
 * @param sizeBytes its size
 */
public record UpdateRef(String digest, long sizeBytes) {
}

/**
 * The port to files that the log's store, the coordinator's blobs and the worker's outbox share.
 *
 * <p>{@link consort.ledger.disk.Disk} says what is durable and when, and what may not be assumed of bytes that were
 * written and never synced. {@link consort.ledger.disk.FileDisk} is the real one;
 * {@code consort.ledger.disk.simulated} holds one in memory that crashes on demand. Every implementation runs the same
 * contract suite, {@code DiskContract}, which other modules find in this module's test jar.
 */
package consort.ledger.disk;

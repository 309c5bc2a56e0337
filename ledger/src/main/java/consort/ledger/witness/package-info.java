/**
 * Witnesses: somebody who is not the log's operator remembers the newest checkpoint it saw, signs the next one only when that continues
 * it, and so lets nobody be shown another tree (c2sp.org/tlog-witness, tlog-cosignature).
 *
 * <p>{@link consort.ledger.witness.Witness} answers requests, {@link consort.ledger.witness.AddCheckpoint} is one, and
 * {@link consort.ledger.witness.Cosigners} is for who asks: it verifies answers and puts them under the checkpoint. How requests travel
 * is for others; nothing here has a clock, a thread or a socket.
 *
 * <p>What a witness remembers stands in one file, durable before each answer ({@link consort.ledger.witness.WitnessFile}). A checkpoint
 * that the log's key signed and that does not continue the one before is kept as evidence.
 */
package consort.ledger.witness;

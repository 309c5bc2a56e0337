/**
 * Computes the model of a closed round again, from the model before and the updates that the ledger names, with the sum that
 * the coordinator runs on. Equal updates give equal bytes on every machine, so the digest must be the ledger's.
 *
 * <p>Updates are their senders' and never handed out by a coordinator: whoever replays a round was given them.
 */
package consort.ledger.audit.replay;

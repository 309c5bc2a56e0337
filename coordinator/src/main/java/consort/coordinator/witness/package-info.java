/**
 * The coordinator's side of the log's witnesses (c2sp.org/tlog-witness): each new checkpoint is shown to those that can be asked,
 * and what they cosign is kept beside the log's own signature.
 *
 * <p>Nothing waits for a witness: rounds, receipts and the loop go on, whatever witnesses do or leave undone.
 * {@link consort.coordinator.witness.Asking} decides whom to ask about what, without clock or thread;
 * {@link consort.coordinator.witness.Cosigning} is the one thread it runs on, and the port for those that bring witnesses along: the
 * streams of members, and HTTPS for witnesses outside the consortium.
 *
 * <p>A witness is asked once at a time, about one checkpoint at a time, and the others about the same one, so that their
 * cosignatures meet on it. What it sends is bounded by whoever brings it, and believed only as far as its key signed it: all that a
 * lying witness can do is to be missing.
 */
package consort.coordinator.witness;

/**
 * Signed notes (c2sp.org/signed-note) with Ed25519, the one signature format of entries, receipts and checkpoints,
 * and the cosignatures of witnesses (c2sp.org/tlog-cosignature).
 *
 * <p>What is a valid signature is for {@link consort.ledger.ed25519} to say: a verdict depends neither on which
 * provider a machine has nor on whose tool verifies. Signatures are deterministic (RFC 8032): the same text and key give the same note.
 */
package consort.ledger.note;

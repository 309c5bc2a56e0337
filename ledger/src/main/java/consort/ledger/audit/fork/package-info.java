/**
 * Proof that a log said two things of which only one can be true: two trees of one size, two trees of which neither continues the
 * other, a receipt for an entry and another entry at its place, two receipts for one place, two successors of one log key.
 *
 * <p>{@link consort.ledger.audit.fork.Comparison} finds it in what people hold, {@link consort.ledger.audit.fork.KnownChain} in the log's
 * keys; {@link consort.ledger.audit.fork.Reach} says how far all that could be held against each other; {@link consort.ledger.audit.fork.ForkFile} is what they
 * show. It holds what the log signed and needs nothing else: whoever has the log's key can judge it, without this program too, for the
 * parts are C2SP's.
 */
package consort.ledger.audit.fork;

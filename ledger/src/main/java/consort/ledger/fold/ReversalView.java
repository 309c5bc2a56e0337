package consort.ledger.fold;

import consort.ledger.entry.Reversal;

/**
 * A reversal and whom it is about.
 *
 * @param index of its entry
 * @param period in which the claim was observed
 * @param afterClose whether that period was closed when it was reversed, so that a later close posts what follows
 * @param organization whose claim it was
 * @param scoreMilli by which the time is normalized
 */
public record ReversalView(
        long index, Reversal reversal, long period, boolean afterClose, String organization, String worker, long scoreMilli) {
}

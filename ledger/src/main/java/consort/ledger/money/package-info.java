/**
 * The arithmetic of the bill, and nothing else: no entries, no files.
 *
 * <p>All amounts are {@code long} minor units (cents), at most 2^53 - 1; everything between is exact ({@code BigInteger});
 * what does not fit is refused with {@link consort.ledger.money.AmountOverflowException}.
 *
 * <ol>
 *   <li>Device time is normalized by score: {@link consort.ledger.money.NormalizedTime}.
 *   <li>{@code credit = half_up(normalized time x rate) + external cost}, rounded once per party. The pool is the sum of
 *       credits.
 *   <li>A party's weight is {@code a benefit/sum + b tier/sum + c/n}, an exact fraction. A component whose sum is 0 is spread
 *       equally: {@link consort.ledger.money.Weighting}.
 *       Where days count, each counts for its part of the period's.
 *   <li>Caps and floors hold shares within bounds, and what that moves is shared anew by the others' weights:
 *       {@link consort.ledger.money.ShareTerms}, {@link consort.ledger.money.BoundedShares}.
 *   <li>Shares are the largest remainder's: whole units first, then one more for the largest remainders, ties by name. With a
 *       deficit, if caps leave one, they sum to the pool: {@link consort.ledger.money.LargestRemainder}.
 *   <li>{@code net = credit - cut - share}, where the cuts are the deficit in proportion to the credits; nets sum to zero:
 *       {@link consort.ledger.money.Bill}.
 *   <li>The fewest transfers that settle them: {@link consort.ledger.money.Transfers}.
 * </ol>
 */
package consort.ledger.money;

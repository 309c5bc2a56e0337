/**
 * The bills of closed periods as books: in the forms of hledger and beancount, as CSV and as JSON.
 *
 * <p>{@link consort.ledger.export.Books} makes transactions of the folded state; the other classes write them down. All
 * amounts are those of the period closes, to the minor unit, and the same ledger gives the same bytes. Each transaction names
 * the ledger and the entry that it follows from. Energy and carbon are no money, and do not stand in books.
 *
 * <ul>
 *   <li>A member's line of a bill: device time and external costs are its income, the share of the pool is its expense, the net
 *       is receivable or payable. So income and expenses each sum to the pool, and nets to zero.
 *   <li>A transfer: what was receivable of the pool becomes receivable of one payer, what was payable to it payable to one payee.
 *   <li>An instruction to pay it, which is pending: what was receivable is due. With the payee's confirmation money moves: what was due
 *       is cash. So each stands on one account at a time, and cash is what was confirmed since the ledger began.
 * </ul>
 */
package consort.ledger.export;

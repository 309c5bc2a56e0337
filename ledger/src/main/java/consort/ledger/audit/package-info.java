/**
 * Audits a ledger that somebody else keeps, from a copy of its folder: every hash up to the signed root, every signature,
 * and every rule from claim to transfer, with the state and the rules that the coordinator itself runs on.
 *
 * <p>{@link consort.ledger.audit.Auditor} gives one {@link consort.ledger.audit.AuditVerdict}. Memory does not grow with the
 * number of entries beyond what {@link consort.ledger.fold.State} keeps of them. What can be told apart:
 *
 * <ul>
 *   <li>a file that was altered: named by the log's tree, with the entry where there is one;
 *   <li>a ledger that its operator re-signed: the tree fits, and a rule is broken, named with field, expected and found;
 *   <li>a ledger that was written anew from the beginning: only a {@link consort.ledger.audit.Trust} or a receipt, kept since
 *       joining, can tell. Without one the verdict is <em>consistent, not authenticated</em>.
 * </ul>
 */
package consort.ledger.audit;

/**
 * What the entries add up to. {@link consort.ledger.fold.State#apply} takes the entries in order, refuses the first that
 * breaks a rule and says which, and keeps everything that later entries, the coordinator and the auditor need.
 *
 * <p>The coordinator runs on this state and the auditor folds a copy of the ledger into one: both apply the same rules, so a
 * ledger that passes is one that an honest coordinator could have written. Rules that the coordinator needs beforehand are
 * functions of their own: {@link consort.ledger.fold.AcceptanceRule}, {@link consort.ledger.fold.Observations},
 * {@link consort.ledger.fold.Rounds}, {@link consort.ledger.fold.TaskSeed} and {@link consort.ledger.fold.Billing}.
 *
 * <p>The rules stand by subject: {@code MembershipRules}, {@code AccessRules}, {@code LeavingRules}, {@code RunRules},
 * {@code ApprovalRules}, {@code RoundRules}, {@code UsageRules}, {@code MeteringRules},
 * {@code PeriodRules}. Each checks an entry and returns the change to make; nothing
 * changes before everything was checked. {@link consort.ledger.fold.Rule} names them.
 *
 * <p>Two pairs of entries must be neighbors, and are appended together: a {@code member} and its {@code acceptance}, a
 * {@code usage-claim} and its {@code observation}. An entry that ends somebody's part is followed at once by the
 * {@code lease-ended} of each of its open leases.
 *
 * <p>No clock, no randomness, no files here: time comes with the entries, documents through
 * {@link consort.ledger.fold.Documents}.
 */
package consort.ledger.fold;

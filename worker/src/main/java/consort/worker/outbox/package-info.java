/// What a worker has to say and has not said yet, on a [consort.ledger.disk.Disk].
///
/// | path | what | until |
/// | --- | --- | --- |
/// | `updates/<digest>` | an update, whole and synced | its claim has a receipt |
/// | `outbox/<seq>` | a signed claim; the update it names was synced before | its receipt is synced |
/// | `receipts/<seq>` | the log's receipt for claim and observation | always |
/// | `receipts/<seq>.observation.tlog-proof`, `receipts/<seq>.tlog-proof` | that observation and entry stand where the receipt says | always |
/// | `receipts/checkpoint` | the newest checkpoint that was seen | replaced by one that continues it |
/// | `verdicts/<seq>` | what the observation said, as JSON | always |
/// | `refused/<seq>`, `refused/<seq>.reason` | a claim that stands in no entry, and why | replaced when the seq is refused again |
/// | `evidence/<name>` | proof that the coordinator contradicts itself | always |
///
/// At most one claim and one update wait at any time, so the space is bounded by the largest update, beside some hundred
/// bytes for each claim ever made. After a crash at any point [consort.worker.outbox.Outbox#open] finds either nothing of a
/// claim, or the claim with its whole update, or the receipt.
package consort.worker.outbox;

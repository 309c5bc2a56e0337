/// The worker's side of the conversation as a pure state machine.
///
/// [consort.worker.session.Session#step] takes a state and an [consort.worker.session.Event] and returns the next state
/// and the [consort.worker.session.Effect]s to carry out, in order. Time and randomness are arguments; nothing here reads a
/// clock, a file, a socket or a random number, and nothing starts a thread. Whoever drives it carries out the effects and
/// answers with events.
///
/// A state has two halves that move on their own: the [consort.worker.session.Link] (the one outbound stream, which
/// reconnects with backoff) and the [consort.worker.session.Work] (the one task in hand). Training does not stop when the
/// link is lost.
///
/// Beside them stands the [consort.worker.session.Lending]: whether the site takes tasks at all now. A pause and the end of
/// the site's hours hand a task back that is fetched or trained; what is done is claimed all the same.
///
/// And there is the [consort.worker.session.Proving]: the newest checkpoint that was seen, which every later one must continue, and
/// the receipts that no proof is kept of yet. It is asked for apart from the work, and holds none of it up.
///
/// | work | goes on with | when |
/// | --- | --- | --- |
/// | [consort.worker.session.Idle] | Fetching | a task came |
/// | [consort.worker.session.Fetching] | Training | the model is in the cache |
/// | [consort.worker.session.Training] | Forming, or Claiming for an evaluation or a failure | the trainer ended |
/// | [consort.worker.session.Forming] | Claiming | the update stands in the outbox, or cannot be formed |
/// | [consort.worker.session.Claiming] | Uploading, or Sent without an update | the claim is signed and synced |
/// | [consort.worker.session.Uploading] | Sent | the coordinator holds the update |
/// | [consort.worker.session.Sent] | Keeping; Uploading when the update is wanted again | the receipt came |
/// | [consort.worker.session.Keeping] | Idle | the receipt is synced |
/// | [consort.worker.session.HandingBack] | Idle | the link is up to say so |
///
/// From Claiming on the claim survives a restart: it stands in the outbox, is sent again after every connection until its
/// receipt is kept, and no other task is taken before.
package consort.worker.session;

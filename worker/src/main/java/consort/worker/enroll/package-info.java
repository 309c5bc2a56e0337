/// Becoming a member or a worker: with an invite, once.
///
/// The invite names the authority; everything else is learned from the coordinator that the authority certified, and kept
/// as [consort.ledger.audit.Trust]. Keys are made here and never leave. What is sent is written down before, so that the
/// same request can be made again when an answer is lost.
package consort.worker.enroll;

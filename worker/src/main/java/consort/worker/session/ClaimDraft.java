package consort.worker.session;

import java.util.Optional;

/**
 * A usage claim before it is signed.
 *
 * @param seq its place among this worker's entries
 * @param timeMillis wall clock at the claim
 * @param lease the lease it answers
 * @param data the name of the data set that the task worked on
 * @param model digest of the model that the task worked on
 * @param devices devices used
 * @param outcome how the task ended
 * @param update the update it names; empty for evaluations and failures
 */
public record ClaimDraft(
        long seq, long timeMillis, long lease, String data, String model, int devices, Outcome outcome, Optional<UpdateRef> update) {
}

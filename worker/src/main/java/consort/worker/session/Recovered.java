package consort.worker.session;

import java.util.Optional;

/**
 * What an earlier life of this worker left on its disk.
 *
 * @param lastKeptSeq seq of the last claim whose receipt is kept; 0 when there is none
 * @param pending the claim without a receipt, if there is one
 */
public record Recovered(long lastKeptSeq, Optional<PendingClaim> pending) {
}

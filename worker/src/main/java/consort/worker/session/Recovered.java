package consort.worker.session;

import consort.ledger.log.SignedCheckpoint;
import consort.worker.policy.Use;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier life of this worker left on its disk.
 *
 * @param lastKeptSeq seq of the last claim whose receipt is kept; 0 when there is none
 * @param pending the claim without a receipt, if there is one
 * @param uses what was lent, of the last two months at least
 * @param checkpoint the newest that it saw
 */
public record Recovered(long lastKeptSeq, Optional<PendingClaim> pending, List<Use> uses, Optional<SignedCheckpoint> checkpoint) {

    public Recovered {
        uses = List.copyOf(uses);
    }

    /** Without a checkpoint. */
    public Recovered(long lastKeptSeq, Optional<PendingClaim> pending, List<Use> uses) {
        this(lastKeptSeq, pending, uses, Optional.empty());
    }
}

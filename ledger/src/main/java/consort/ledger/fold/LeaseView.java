package consort.ledger.fold;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import java.util.Optional;

/**
 * A lease and what became of it.
 *
 * @param index of its entry
 * @param ended why it ended without a claim, if it did; a late claim may still come
 * @param endedDetail what its worker said when it handed the task back
 * @param claim index of the first claim that answered it
 * @param claims how many claims for it are entered
 */
public record LeaseView(Lease lease, long index, Optional<LeaseEnded.Reason> ended, Optional<String> endedDetail,
        Optional<Long> claim, int claims) {

    LeaseView(Lease lease, long index) {
        this(lease, index, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    /** Neither claimed nor ended. */
    public boolean open() {
        return ended.isEmpty() && claim.isEmpty();
    }

    /** Whether it was granted to this worker, not to one that bore the name before. */
    public boolean isOf(WorkerView worker) {
        return lease.workerId().equals(worker.id()) && index > worker.index();
    }

    LeaseView endedBy(LeaseEnded end) {
        return new LeaseView(lease, index, Optional.of(end.reason()), end.detail(), claim, claims);
    }

    LeaseView claimedBy(long claimIndex) {
        return new LeaseView(lease, index, ended, endedDetail, claim.or(() -> Optional.of(claimIndex)),
                Math.addExact(claims, 1));
    }
}

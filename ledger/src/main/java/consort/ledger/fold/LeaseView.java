package consort.ledger.fold;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import java.util.Optional;

/**
 * A lease and what became of it.
 *
 * @param index of its entry
 * @param ended why it ended without a claim, if it did; a late claim may still come
 * @param claim index of the first claim that answered it
 */
public record LeaseView(Lease lease, long index, Optional<LeaseEnded.Reason> ended, Optional<Long> claim) {

    /** Neither claimed nor ended. */
    public boolean open() {
        return ended.isEmpty() && claim.isEmpty();
    }

    LeaseView endedFor(LeaseEnded.Reason reason) {
        return new LeaseView(lease, index, Optional.of(reason), claim);
    }

    LeaseView claimedBy(long claimIndex) {
        return new LeaseView(lease, index, ended, Optional.of(claimIndex));
    }
}

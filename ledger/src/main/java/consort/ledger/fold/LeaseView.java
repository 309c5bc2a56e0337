package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Scores.Normalization;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lease and what became of it.
 *
 * @param index of its entry
 * @param normalization by what its device time is normalized; empty: it counts as it is
 * @param benchmark of its worker with the job's trainer when it was granted
 * @param ended why it ended without a claim, if it did; a late claim may still come
 * @param endedDetail what its worker said when it handed the task back
 * @param claim index of the first claim that answered it
 * @param refused why that claim was refused, if it was
 * @param claims how many claims for it are entered
 * @param countedMillis device time that the first claim counts for, with what was reversed of it
 * @param claimableMillis device time that the first claim can count for at most, see {@link Counted#claimableMillis}
 */
public record LeaseView(Lease lease, long index, Optional<Normalization> normalization, Optional<Benchmark> benchmark,
        Optional<LeaseEnded.Reason> ended, Optional<String> endedDetail, Optional<Long> claim, Optional<RefusalView> refused, int claims,
        long countedMillis, long claimableMillis) {

    LeaseView(Lease lease, long index, Optional<Normalization> normalization, Optional<Benchmark> benchmark) {
        this(lease, index, normalization, benchmark, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0);
    }

    /** Thousandths by which its device time is normalized. */
    public long scoreMilli() {
        return normalization.map(Normalization::scoreMilli).orElse(Scores.AS_IT_IS);
    }

    /** The score as its observations state it: only where there is a reference speed. */
    OptionalLong statedScore() {
        return normalization.isPresent() ? OptionalLong.of(scoreMilli()) : OptionalLong.empty();
    }

    /** The devices that a claim of it is about, as far as they were leased. */
    public List<String> deviceIds(UsageClaim answer) {
        return MeteredDevices.ids(this, answer, Math.min(answer.devices(), lease.devices()));
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
        return new LeaseView(lease, index, normalization, benchmark, Optional.of(end.reason()), end.detail(), claim, refused, claims,
                countedMillis, claimableMillis);
    }

    LeaseView claimedBy(long claimIndex, UsageClaim answer, Observation verdict, Counted counted) {
        boolean first = claim.isEmpty();
        return new LeaseView(lease, index, normalization, benchmark, ended, endedDetail, first ? Optional.of(claimIndex) : claim,
                first ? why(answer, verdict) : refused, Math.addExact(claims, 1), first ? verdict.acceptedMillis() : countedMillis,
                first ? counted.claimableMillis() : claimableMillis);
    }

    LeaseView countingMillis(long millis) {
        return new LeaseView(lease, index, normalization, benchmark, ended, endedDetail, claim, refused, claims, millis, claimableMillis);
    }

    private static Optional<RefusalView> why(UsageClaim answer, Observation verdict) {
        return verdict.reason().map(code -> new RefusalView(code, verdict.detail(), answer.reason().filter(code::equals).isPresent()));
    }
}

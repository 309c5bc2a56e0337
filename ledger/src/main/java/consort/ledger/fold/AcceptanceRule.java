package consort.ledger.fold;

import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UsageClaim;
import java.util.Optional;

/**
 * How much device time counts:
 * {@code floor(min(min(claimed busy, observed - leased, lease duration) x min(claimed devices, leased devices), the most that the
 * work counts for) x permille / 1000)}, where the charter's table gives the permille by outcome, and its reference speed the
 * most that the work of a train task counts for ({@link Scores#maxDeviceMillis}), if there is one. A lease counts once: of a duplicate nothing is accepted. A failed
 * task earns no more for being late, or for giving "late" as its reason, which is the trainer's to choose. A late claim earns
 * nothing for a lease that its worker handed back, and nothing without the result that the task asked for.
 */
public final class AcceptanceRule {

    private AcceptanceRule() {
    }

    /**
     * Device time in milliseconds.
     *
     * @param observedMillis the observation's time, not before the lease's
     * @param reason of the refusal, when it is one
     */
    public static long accepted(
            LeaseView lease, UsageClaim claim, Verdict verdict, Optional<String> reason, long observedMillis,
            Outcomes outcomes) {
        long deviceMillis = workMillis(lease, claim, observedMillis);
        return Math.multiplyExact(deviceMillis, permille(lease, claim, verdict, reason, outcomes)) / 1000;
    }

    /** What the clock and the lease allow, before the outcome is considered. */
    public static long deviceMillis(Lease lease, UsageClaim claim, long observedMillis) {
        long millis = Math.min(Math.min(claim.busyMillis(), observedMillis - lease.timeMillis()), lease.durationMillis());
        return Math.multiplyExact(Math.max(0, millis), (long) Math.min(claim.devices(), lease.devices()));
    }

    /** What the work of the lease allows of that. */
    public static long workMillis(LeaseView lease, UsageClaim claim, long observedMillis) {
        long deviceMillis = deviceMillis(lease.lease(), claim, observedMillis);
        return lease.normalization().map(by -> Math.min(deviceMillis, by.maxDeviceMillis())).orElse(deviceMillis);
    }

    /** Why the work of the lease allows less than clock and lease do, if so. */
    public static Optional<String> reduction(LeaseView lease, UsageClaim claim, long observedMillis) {
        return workMillis(lease, claim, observedMillis) < deviceMillis(lease.lease(), claim, observedMillis)
                ? Optional.of(Reasons.BEYOND_WORK) : Optional.empty();
    }

    /** Thousandths that count. */
    public static int permille(LeaseView lease, UsageClaim claim, Verdict verdict, Optional<String> reason, Outcomes outcomes) {
        if (verdict == Verdict.ACCEPTED) {
            return lease.lease().kind() == LeaseKind.TRAIN ? outcomes.accepted() : outcomes.evaluated();
        }
        String code = reason.orElseThrow();
        if (code.equals(Reasons.DUPLICATE)) {
            return 0;
        }
        boolean failed = claim.outcome() == UsageClaim.Outcome.FAILED;
        if (code.equals(Reasons.LATE)) {
            return late(lease, claim, outcomes);
        }
        return failed ? outcomes.failed() : outcomes.refused();
    }

    private static int late(LeaseView lease, UsageClaim claim, Outcomes outcomes) {
        if (lease.ended().filter(reason -> reason == LeaseEnded.Reason.HANDED_BACK).isPresent()) {
            return 0;
        }
        if (claim.outcome() == UsageClaim.Outcome.FAILED) {
            return Math.min(outcomes.late(), outcomes.failed());
        }
        return hasResult(lease.lease().kind(), claim) ? outcomes.late() : 0;
    }

    private static boolean hasResult(LeaseKind kind, UsageClaim claim) {
        return switch (kind) {
            case TRAIN -> claim.update().isPresent();
            case EVALUATE -> claim.accuracyMillionths().isPresent() || claim.lossMillionths().isPresent();
        };
    }
}

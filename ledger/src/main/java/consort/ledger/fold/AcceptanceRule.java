package consort.ledger.fold;

import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UsageClaim;
import java.util.Optional;

/**
 * How much device time counts:
 * {@code floor(min(claimed busy, observed - leased, lease duration) x min(claimed devices, leased devices) x permille / 1000)},
 * where the charter's table gives the permille by outcome. A lease counts once: of a duplicate nothing is accepted. A failed
 * task earns no more for being late, or for giving "late" as its reason, which is the trainer's to choose.
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
            Lease lease, UsageClaim claim, Verdict verdict, Optional<String> reason, long observedMillis, Outcomes outcomes) {
        long deviceMillis = deviceMillis(lease, claim, observedMillis);
        return Math.multiplyExact(deviceMillis, permille(lease, claim, verdict, reason, outcomes)) / 1000;
    }

    /** What the clock and the lease allow, before the outcome is considered. */
    public static long deviceMillis(Lease lease, UsageClaim claim, long observedMillis) {
        long millis = Math.min(Math.min(claim.busyMillis(), observedMillis - lease.timeMillis()), lease.durationMillis());
        return Math.multiplyExact(Math.max(0, millis), (long) Math.min(claim.devices(), lease.devices()));
    }

    /** Thousandths that count. */
    public static int permille(Lease lease, UsageClaim claim, Verdict verdict, Optional<String> reason, Outcomes outcomes) {
        if (verdict == Verdict.ACCEPTED) {
            return lease.kind() == LeaseKind.TRAIN ? outcomes.accepted() : outcomes.evaluated();
        }
        String code = reason.orElseThrow();
        if (code.equals(Reasons.DUPLICATE)) {
            return 0;
        }
        boolean failed = claim.outcome() == UsageClaim.Outcome.FAILED;
        if (code.equals(Reasons.LATE)) {
            return failed ? Math.min(outcomes.late(), outcomes.failed()) : outcomes.late();
        }
        return failed ? outcomes.failed() : outcomes.refused();
    }
}

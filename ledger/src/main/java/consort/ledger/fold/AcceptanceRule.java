package consort.ledger.fold;

import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.Reduction;
import consort.ledger.entry.UsageClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much device time counts. In this order it is at most:
 * <ol>
 * <li>{@code min(claimed busy, observed - leased, lease duration) x min(claimed devices, leased devices)};
 * <li>of a train task, what its work counts for by the charter's reference speed ({@link Scores#maxDeviceMillis}), if there is one:
 *     {@code beyond-work};
 * <li>on each device, what other leases left of the time ({@link DevicesView#roomMillis}): {@code overlap};
 * <li>of a train task, in proportion, what 1.25 times the speed of the benchmark allows: {@code beyond-speed};
 * <li>the permille that the charter's table gives by outcome, rounded down.
 * </ol>
 * Steps 3 and 4 only where the charter has metering; what counts for nothing by its outcome says none of them, and takes no room on a device. The
 * outcome is what a {@code reversal} can put right, the steps before it are not. Energy does not touch the time: beyond 1.1 times the rated power it is the energy that does not count, {@code beyond-power}.
 *
 * <p>A lease counts once: of a duplicate nothing is accepted. A failed task earns no more for being late, or for giving "late" as its
 * reason, which is the trainer's to choose. A late claim earns nothing for a lease that its worker handed back, and nothing
 * without the result that the task asked for.
 */
public final class AcceptanceRule {

    private AcceptanceRule() {
    }

    /**
     * All of it.
     *
     * @param state before the observation
     * @param reason of the refusal, when it is one
     * @param observedMillis the observation's time, not before any earlier one's
     */
    public static Counted count(State state, LeaseView lease, UsageClaim claim, Verdict verdict, Optional<String> reason,
            long observedMillis) {
        int permille = permille(lease, claim, verdict, reason, state.charter().outcomes());
        List<Reduction> reductions = new ArrayList<>();
        long clock = deviceMillis(lease.lease(), claim, observedMillis);
        long millis = cut(reductions, Reasons.BEYOND_WORK, clock, workMillis(lease, claim, observedMillis));
        Map<String, Long> occupied = Map.of();
        if (MeteringRules.apply(state)) {
            List<Reduction> stated = permille > 0 ? reductions : new ArrayList<>();
            Map<String, Long> within = MeteringRules.withinDevices(state, lease, claim, millis, observedMillis);
            occupied = permille > 0 ? within : Map.of();
            millis = cut(stated, Reasons.OVERLAP, millis, within.values().stream().mapToLong(Long::longValue).sum());
            millis = cut(stated, Reasons.BEYOND_SPEED, millis, MeteringRules.withinSpeed(state, lease, claim, millis, observedMillis));
        }
        Energy energy = energy(state, lease, claim, observedMillis, reductions);
        return new Counted(Math.multiplyExact(millis, permille) / 1000, millis, reductions, occupied, energy);
    }

    private static Energy energy(State state, LeaseView lease, UsageClaim claim, long observedMillis, List<Reduction> reductions) {
        Energy claimed = Energy.claimed(claim);
        if (!MeteringRules.apply(state)) {
            return claimed;
        }
        Energy counted = claimed.within(lease.benchmark(), observedMillis - lease.lease().timeMillis(),
                Math.min(claim.devices(), lease.lease().devices()));
        long cutMillijoules = claimed.millijoules() - counted.millijoules();
        if (cutMillijoules > 0) {
            reductions.add(new Reduction(Reasons.BEYOND_POWER, 0, cutMillijoules));
        }
        return counted;
    }

    private static long cut(List<Reduction> reductions, String reason, long millis, long left) {
        if (left < millis) {
            reductions.add(new Reduction(reason, millis - left));
        }
        return left;
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

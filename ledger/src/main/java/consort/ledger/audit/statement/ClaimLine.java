package consort.ledger.audit.statement;

import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.AcceptanceRule;
import consort.ledger.fold.LeaseView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One usage claim and what was accepted of it.
 *
 * @param claim index of its entry
 * @param claimedMillis busy time x devices, as claimed
 * @param scoreMilli thousandths by which the accepted time is normalized
 * @param task that it answers
 * @param reductions what was taken off, step by step; with {@code acceptedMillis} they sum to {@code claimedMillis}
 * @param beside claims that were accepted on the same devices then, where something was taken off for it
 * @param cutMillijoules of the energy that it told and that does not count: over 1.1 x the rated power
 */
public record ClaimLine(
        long claim, Task task, long run, long round, LeaseKind kind, String worker, long claimedMillis, List<Reduction> reductions,
        long acceptedMillis, long scoreMilli, List<Long> beside, long cutMillijoules) {

    /** The reason of what {@link #beside} is about. */
    static final String OVERLAP = Reasons.OVERLAP + ": the devices were accepted at other work then";

    /** Device time that does not count, and why. */
    public record Reduction(String reason, long millis) {
    }

    /**
     * Entries of what was to be done.
     *
     * @param lease that bounds the time
     * @param round that it was a part of
     * @param benchmark that gives its score, where the charter asks for one
     */
    public record Task(long lease, OptionalLong round, OptionalLong benchmark) {
    }

    public ClaimLine {
        reductions = List.copyOf(reductions);
        beside = List.copyOf(beside);
    }

    /** Entry of the observation: it stands right after its claim. */
    public long observation() {
        return claim + 1;
    }

    /** @param beside claims that it overlaps, where something was taken off for it */
    static ClaimLine of(LeaseView view, Task task, UsageClaim claim, Observation observation, Outcomes outcomes,
            List<Long> beside) {
        Lease lease = view.lease();
        long claimed = Math.multiplyExact(claim.busyMillis(), (long) claim.devices());
        long onLeasedDevices = Math.multiplyExact(claim.busyMillis(), (long) Math.min(claim.devices(), lease.devices()));
        long allowed = AcceptanceRule.deviceMillis(lease, claim, observation.timeMillis());
        List<Reduction> reductions = new ArrayList<>();
        reduce(reductions, "more devices than were leased", claimed - onLeasedDevices);
        reduce(reductions, "longer than the lease, or than from lease to arrival", onLeasedDevices - allowed);
        long worked = AcceptanceRule.workMillis(view, claim, observation.timeMillis());
        reduce(reductions, Reasons.BEYOND_WORK + ": over 110 % of the time of the work", allowed - worked);
        long overlapped = observation.cutMillis(Reasons.OVERLAP);
        reduce(reductions, OVERLAP, overlapped);
        long tooFast = observation.cutMillis(Reasons.BEYOND_SPEED);
        reduce(reductions, Reasons.BEYOND_SPEED + ": over 125 % of the benchmark's speed", tooFast);
        reduce(reductions, outcome(view, claim, observation, outcomes), worked - overlapped - tooFast - observation.acceptedMillis());
        return new ClaimLine(observation.claim(), task, lease.run(), lease.round(), lease.kind(), lease.worker(), claimed, reductions,
                observation.acceptedMillis(), view.scoreMilli(), beside, observation.cutMillijoules());
    }

    /** Whether something was taken off for this reason. */
    boolean cutFor(String reason) {
        return reductions.stream().anyMatch(one -> one.reason().equals(reason));
    }

    private static void reduce(List<Reduction> reductions, String reason, long millis) {
        if (millis != 0) {
            reductions.add(new Reduction(reason, millis));
        }
    }

    private static String outcome(LeaseView lease, UsageClaim claim, Observation observation, Outcomes outcomes) {
        int permille = AcceptanceRule.permille(lease, claim, observation.verdict(), observation.reason(), outcomes);
        String what = observation.verdict() == Verdict.ACCEPTED
                ? (lease.lease().kind() == LeaseKind.TRAIN ? "accepted update" : "evaluation")
                : (claim.outcome() == UsageClaim.Outcome.FAILED ? "failed: " : "refused: ") + observation.reason().orElseThrow();
        return what + ", counts " + permille + "/1000";
    }
}

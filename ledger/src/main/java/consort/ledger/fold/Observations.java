package consort.ledger.fold;

import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UsageClaim;
import java.util.Optional;
import java.util.OptionalLong;

/** What the coordinator must say to a claim. */
public final class Observations {

    private Observations() {
    }

    /**
     * Why a claim is refused whatever its update holds: {@code duplicate}, {@code late}, the trainer's reason for a failed
     * task, {@code wrong-model} or {@code missing-update}, the first that applies. Empty: the update's bytes decide.
     */
    public static Optional<String> refusal(LeaseView lease, UsageClaim claim) {
        if (lease.claim().isPresent()) {
            return Optional.of(Reasons.DUPLICATE);
        }
        if (lease.ended().isPresent()) {
            return Optional.of(Reasons.LATE);
        }
        if (claim.outcome() == UsageClaim.Outcome.FAILED) {
            return claim.reason();
        }
        if (!claim.model().equals(lease.lease().model())) {
            return Optional.of(Reasons.WRONG_MODEL);
        }
        boolean needsUpdate = lease.lease().kind() == LeaseKind.TRAIN;
        return needsUpdate && claim.update().isEmpty() ? Optional.of(Reasons.MISSING_UPDATE) : Optional.empty();
    }

    /**
     * The observation of a claim.
     *
     * @param state before the claim
     * @param claim answers a lease of its worker; will stand at {@code claimIndex}
     * @param findings what checking the update's bytes gave; ignored where {@link #refusal} decides
     * @param timeMillis not before {@link State#ledgerTimeMillis}
     */
    public static Observation of(State state, UsageClaim claim, long claimIndex, Findings findings, long timeMillis) {
        LeaseView lease = state.lease(claim.lease()).orElseThrow();
        Optional<String> forced = refusal(lease, claim);
        Findings decisive = forced.map(reason -> new Findings(Optional.of(reason), claim.detail(), OptionalLong.empty()))
                .orElse(findings);
        Verdict verdict = decisive.reason().isPresent() ? Verdict.REFUSED : Verdict.ACCEPTED;
        Counted counted = AcceptanceRule.count(state, lease, claim, verdict, decisive.reason(), timeMillis);
        return new Observation(timeMillis, claimIndex, claim.lease(), verdict, decisive.reason(), decisive.detail(),
                counted.acceptedMillis(), decisive.normMillionths(), lease.statedScore(), counted.reduction(), counted.stated());
    }

    /**
     * What checking an update's bytes gave.
     *
     * @param reason of {@link Reasons}, when it is refused
     * @param detail for people
     */
    public record Findings(Optional<String> reason, Optional<String> detail, OptionalLong normMillionths) {

        /** Nothing to object to, and no update whose norm could be given. */
        public static final Findings FINE = new Findings(Optional.empty(), Optional.empty(), OptionalLong.empty());
    }
}

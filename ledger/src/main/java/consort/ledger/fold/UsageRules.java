package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.RoundManifest;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Work.PendingClaim;
import consort.ledger.money.NormalizedTime;
import consort.ledger.note.VerifierKey;
import java.util.Optional;
import java.util.TreeMap;

/** How leases are settled: claims, observations, and ends without a claim. */
final class UsageRules {

    private UsageRules() {
    }

    static Change claim(State state, Entry entry, UsageClaim body, VerifierKey key, Check check) throws RuleViolation {
        LeaseView lease = check.present(state.lease(body.lease()), Rule.CLAIM, "lease", "a lease of the ledger", body.lease());
        check.equal(Rule.CLAIM, "lease", body.workerId(), lease.lease().workerId());
        check.that(!state.allowed(body.workerId()).evicted(), Rule.STANDING, "worker", "a worker that was not evicted",
                body.workerId());
        check.that(lease.isOf(state.workers().get(body.workerId())), Rule.CLAIM, "lease",
                "a lease granted since the worker's key was admitted", body.lease());
        MeteringRules.checkDevices(state, lease, body, check);
        return () -> {
            state.work.pending = Optional.of(new PendingClaim(entry.index(), body, key));
            state.privacy.add(entry.index(), Optional.of(body.workerId()), body.priv());
        };
    }

    static Change observation(State state, Entry entry, Observation body, Check check) throws RuleViolation {
        PendingClaim pending = check.present(state.work.pending, Rule.ORDER, "claim", "a usage-claim right before", "none");
        UsageClaim claim = pending.claim();
        LeaseView lease = state.lease(claim.lease()).orElseThrow();
        check.equal(Rule.CLAIM, "claim", pending.index(), body.claim());
        check.equal(Rule.CLAIM, "lease", claim.lease(), body.lease());
        checkVerdict(state, lease, claim, body, check);
        Counted counted = AcceptanceRule.count(state, lease, claim, body.verdict(), body.reason(), body.timeMillis());
        check.equal(Rule.ACCEPTANCE_RULE, "acceptedMillis", counted.acceptedMillis(), body.acceptedMillis());
        check.equal(Rule.ACCEPTANCE_RULE, "scoreMilli", lease.statedScore(), body.scoreMilli());
        check.equal(Rule.ACCEPTANCE_RULE, "reduction", counted.reduction(), body.reduction());
        check.equal(Rule.ACCEPTANCE_RULE, "reductions", counted.stated(), body.reductions());
        Change metered = MeteringRules.claimed(state, lease, counted);
        Change settled = lease.open() ? settled(state, lease, claim, pending.index(), body) : Change.NONE;
        return settled.then(metered).then(() -> {
            state.work.leases.change(claim.lease(), view -> view.claimedBy(pending.index(), claim, body, counted));
            claim.update().filter(update -> body.verdict() == Observation.Verdict.ACCEPTED || !state.work.updates.has(update))
                    .ifPresent(update -> state.work.updates.put(
                            new UpdateView(update, lease.lease().run(), lease.lease().round(), pending.index())));
            state.work.acceptedMillis.merge(claim.organization(), body.acceptedMillis(), Math::addExact);
            state.work.normalized.compute(claim.organization(), (name, sum) -> (sum == null ? NormalizedTime.NONE : sum)
                    .plus(body.acceptedMillis(), lease.scoreMilli()));
            state.work.uses.computeIfAbsent(lease.lease().run(), run -> new TreeMap<>())
                    .compute(claim.organization(), (name, use) -> (use == null ? UseView.NONE : use)
                            .plus(body.acceptedMillis(), lease.scoreMilli(), claim.update().isPresent()));
            state.membership.observed(pending.key(), new Receipted(entry.index(), entry.leafHash()));
            state.work.pending = Optional.empty();
        });
    }

    static Change leaseEnded(State state, LeaseEnded body, Check check) throws RuleViolation {
        LeaseView lease = check.present(state.lease(body.lease()), Rule.LEASE, "lease", "a lease of the ledger", body.lease());
        check.that(lease.open(), Rule.LEASE, "lease", "an open lease", body.lease() + " is settled");
        check.that(body.detail().isEmpty() || body.reason() == LeaseEnded.Reason.HANDED_BACK, Rule.LEASE, "detail",
                "none unless the task was handed back", body.detail().orElse(""));
        check.that(body.reason() != LeaseEnded.Reason.EVICTED || state.allowed(lease.lease().workerId()).evicted(), Rule.STANDING,
                "reason", "a lease of an evicted worker", lease.lease().workerId());
        LeavingRules.checkReason(state, body, check);
        RunView run = state.runs().get(lease.lease().run());
        RunView settled = leaseSettled(run, lease.lease());
        RunView after = body.reason() == LeaseEnded.Reason.EXPIRED && lease.lease().kind() == LeaseKind.TRAIN
                ? settled.withShorter(settled.shorter().expired(settled.job(), lease.lease().workerId())) : settled;
        return MeteringRules.ended(state, lease.lease(), body.reason()).then(() -> {
            state.work.leases.put(lease.endedBy(body));
            state.work.orphanedLeases.remove(body.lease());
            state.work.runs.put(run.run(), after);
        });
    }

    private static void checkVerdict(State state, LeaseView lease, UsageClaim claim, Observation body, Check check)
            throws RuleViolation {
        Optional<String> forced = Observations.refusal(lease, claim);
        if (forced.isPresent()) {
            check.equal(Rule.VERDICT, "verdict", Verdict.REFUSED, body.verdict());
            check.equal(Rule.VERDICT, "reason", forced.get(), body.reason().orElseThrow());
            return;
        }
        if (body.reason().isPresent()) {
            String reason = body.reason().get();
            boolean aboutTheUpdate = Reasons.ALL.contains(reason) && !reason.equals(Reasons.LATE)
                    && !reason.equals(Reasons.DUPLICATE);
            check.that(aboutTheUpdate, Rule.VERDICT, "reason", "what is wrong with the update", reason);
        }
        if (lease.lease().kind() == LeaseKind.TRAIN) {
            checkNorm(state.runs().get(lease.lease().run()).job().maxUpdateNormMillionths(), body, check);
        }
    }

    private static void checkNorm(long maxMillionths, Observation body, Check check) throws RuleViolation {
        if (body.verdict() == Verdict.ACCEPTED) {
            check.that(body.normMillionths().orElse(Long.MAX_VALUE) <= maxMillionths, Rule.VERDICT, "normMillionths",
                    "at most " + maxMillionths, body.normMillionths());
        } else if (body.reason().orElseThrow().equals(Reasons.NORM_TOO_LARGE)) {
            check.that(body.normMillionths().orElse(Long.MAX_VALUE) > maxMillionths, Rule.VERDICT, "normMillionths",
                    "more than " + maxMillionths, body.normMillionths());
        }
    }

    /** What the first claim does to an open lease and its run. */
    private static Change settled(State state, LeaseView lease, UsageClaim claim, long claimIndex, Observation observation) {
        RunView run = leaseSettled(state.runs().get(lease.lease().run()), lease.lease());
        RunView after = observation.verdict() == Verdict.ACCEPTED ? counted(run, lease.lease(), claim, claimIndex, observation.timeMillis()) : run;
        return () -> state.work.runs.put(after.run(), after);
    }

    private static RunView counted(RunView run, Lease lease, UsageClaim claim, long claimIndex, long timeMillis) {
        return switch (lease.kind()) {
            case TRAIN -> run.withRound(run.round().orElseThrow().withAccepted(new RoundManifest.Update(
                    claimIndex, claim.organization(), claim.worker(), claim.update().orElseThrow(), lease.weight())))
                    .withShorter(run.shorter().accepted(lease, timeMillis));
            case EVALUATE -> run.evaluated(lease.round(), claim.accuracyMillionths(), claim.lossMillionths());
        };
    }

    private static RunView leaseSettled(RunView run, Lease lease) {
        return switch (lease.kind()) {
            case TRAIN -> run.withRound(run.round().orElseThrow().withLeaseSettled());
            case EVALUATE -> run.withOpenEvaluations(run.openEvaluations() - 1);
        };
    }
}

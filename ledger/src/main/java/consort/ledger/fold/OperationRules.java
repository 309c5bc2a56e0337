package consort.ledger.fold;

import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Limits;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.Standing;
import consort.ledger.entry.WorkerId;
import consort.ledger.money.Amounts;
import java.util.Optional;

/** What the operator decides by hand: pauses, standings, and costs borne outside. */
final class OperationRules {

    private OperationRules() {
    }

    static Change paused(State state, RunPaused body, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        check.that(run.paused().isEmpty(), Rule.PHASE, "run", "a run that is not paused", body.run() + " is");
        return () -> state.work.runs.put(run.run(), run.withPause(Optional.of(body.cause())));
    }

    static Change resumed(State state, RunResumed body, Check check) throws RuleViolation {
        RunView run = RunRules.running(state, body.run(), check);
        check.that(run.paused().isPresent(), Rule.PHASE, "run", "a paused run", body.run() + " is not");
        return () -> state.work.runs.put(run.run(), run.withPause(Optional.empty()));
    }

    static Change standing(State state, Standing body, Check check) throws RuleViolation {
        check.that(state.members().containsKey(body.organization()), Rule.MEMBERSHIP, "organization", "a member",
                body.organization());
        Optional<WorkerId> worker = body.worker().map(name -> new WorkerId(body.organization(), name));
        if (worker.isPresent()) {
            check.that(state.workers().containsKey(worker.get()), Rule.STANDING, "worker", "an enrolled worker", worker.get());
        }
        StandingView before = worker.map(state::standing).orElseGet(() -> state.standing(body.organization()));
        check.that(before.level() != body.standing(), Rule.STANDING, "standing", "another than before", body.standing().text());
        return () -> state.membership.stand(worker.map(WorkerId::toString).orElse(body.organization()),
                new StandingView(body.standing(), body.reason()));
    }

    /** Amounts of a bill are 0 when the charter settles nothing, so there is no cost to enter. */
    static Change externalCost(State state, Entry entry, ExternalCost body, Check check) throws RuleViolation {
        check.that(state.charter().settlement() == Settlement.TRANSFERS, Rule.BILL, "amountMinor",
                "no amounts, as the charter settles none", body.amountMinor());
        MemberView member = check.present(Optional.ofNullable(state.members().get(body.organization())), Rule.MEMBERSHIP,
                "organization", "a member", body.organization());
        check.that(Billing.isBilled(state, member), Rule.BILL, "organization", "a member that is in the bill", body.organization());
        check.that(body.amountMinor() != 0, Rule.BILL, "amountMinor", "an amount other than 0", body.amountMinor());
        check.that(state.externalCosts().size() < Limits.MAX_EXTERNAL_COSTS, Rule.BILL, "amountMinor",
                "at most " + Limits.MAX_EXTERNAL_COSTS + " costs in a period", state.externalCosts().size() + 1);
        long sum = state.externalMinor(body.organization()) + body.amountMinor();
        check.that(sum >= 0 && sum <= Amounts.MAX_MINOR, Rule.BILL, "amountMinor",
                "costs of " + body.organization() + " in the period of 0 to " + Amounts.MAX_MINOR, sum);
        // What others bore, and device time, must fit into one pool with it, or the period could not be closed.
        long all = Math.addExact(state.externalMinor(), body.amountMinor());
        check.that(all <= Amounts.MAX_EXTERNAL_MINOR, Rule.BILL, "amountMinor", "costs of all in the period of at most " + Amounts.MAX_EXTERNAL_MINOR, all);
        return () -> {
            state.work.externalCosts.add(new ExternalCostView(entry.index(), body));
            state.privacy.add(entry.index(), Optional.empty(), body.priv());
        };
    }
}

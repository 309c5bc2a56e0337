package consort.ledger.fold;

import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution;
import java.time.Instant;
import java.util.Optional;

/**
 * What members say to a bill. Time is the ledger's, that is, of the coordinator's last entry before: a member's own clock decides
 * nothing. Whoever was revoked has no key any more to say anything with.
 */
final class DisputeRules {

    private DisputeRules() {
    }

    static Change dispute(State state, Entry entry, Dispute body, Check check) throws RuleViolation {
        PeriodView period = billed(state, body.period(), body.organization(), check);
        long deadline = Settling.deadlineMillis(state, period);
        check.that(state.ledgerTimeMillis() < deadline, Rule.DISPUTE, "period", "a bill that can be disputed still, which this one"
                + " could before " + Instant.ofEpochMilli(deadline), "ledger time " + Instant.ofEpochMilli(state.ledgerTimeMillis()));
        notAccepted(state, body.period(), body.organization(), check);
        long disputes = 1 + state.settlements().disputes(body.period()).stream()
                .filter(other -> other.dispute().organization().equals(body.organization())).count();
        check.that(disputes <= Limits.MAX_DISPUTES, Rule.DISPUTE, "period", "at most " + Limits.MAX_DISPUTES + " disputes of "
                + body.organization() + " about it", disputes);
        if (body.claim().isPresent()) {
            long claim = body.claim().getAsLong();
            check.that(Settling.isClaim(state, period, claim), Rule.DISPUTE, "claim", "a usage-claim of period " + body.period()
                    + ", thus of entries " + period.close().fromIndex() + " to " + (period.index() - 1), claim);
        }
        return () -> state.settlements.disputed(entry.index(), body);
    }

    static Change ack(State state, Entry entry, Ack body, Check check) throws RuleViolation {
        billed(state, body.period(), body.organization(), check);
        check.equal(Rule.DISPUTE, "bill", state.settlements().bill(body.period()).hex(), body.bill());
        notAccepted(state, body.period(), body.organization(), check);
        Optional<DisputeView> open = state.settlements().disputes(body.period()).stream()
                .filter(dispute -> dispute.open() && dispute.dispute().organization().equals(body.organization())).findFirst();
        check.that(open.isEmpty(), Rule.DISPUTE, "organization", "a member whose disputes of this bill are resolved",
                "dispute " + open.map(DisputeView::index).orElse(0L));
        return () -> state.settlements.acknowledged(entry.index(), body.period(), body.organization());
    }

    static Change resolution(State state, Entry entry, Resolution body, Check check) throws RuleViolation {
        DisputeView dispute = check.present(state.settlements().dispute(body.dispute()), Rule.DISPUTE, "dispute",
                "the index of a dispute", body.dispute());
        check.that(dispute.open(), Rule.DISPUTE, "dispute", "an open dispute", body.dispute() + " was resolved at "
                + dispute.resolvedAt().orElse(0));
        return () -> state.settlements.resolved(entry.index(), body);
    }

    private static void notAccepted(State state, long period, String organization, Check check) throws RuleViolation {
        Long accepted = state.settlements().acks(period).get(organization);
        check.that(accepted == null, Rule.DISPUTE, "organization", "a member that has not accepted this bill",
                organization + ", which did at " + accepted);
    }

    private static PeriodView billed(State state, long number, String organization, Check check) throws RuleViolation {
        PeriodView period = check.present(Settling.period(state, number), Rule.DISPUTE, "period", "a closed period", number);
        check.that(Settling.isBilled(period, organization), Rule.DISPUTE, "organization", "a member that is in the bill of period "
                + number, organization);
        return period;
    }
}

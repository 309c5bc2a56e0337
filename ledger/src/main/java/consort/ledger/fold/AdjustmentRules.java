package consort.ledger.fold;

import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Reversal;
import consort.ledger.money.Amounts;
import consort.ledger.money.NormalizedTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What changes bills after the fact: claims that count otherwise, and amounts that members agreed on. */
final class AdjustmentRules {

    private AdjustmentRules() {
    }

    static Change reversal(State state, Entry entry, Reversal body, Check check) throws RuleViolation {
        LeaseView lease = check.present(state.lease(body.lease()), Rule.REVERSAL, "lease", "a lease of the ledger", body.lease());
        check.equal(Rule.REVERSAL, "claim", lease.claim(), Optional.of(body.claim()));
        check.equal(Rule.REVERSAL, "beforeMillis", lease.countedMillis(), body.beforeMillis());
        check.that(body.acceptedMillis() != body.beforeMillis(), Rule.REVERSAL, "acceptedMillis", "another time than before",
                body.acceptedMillis());
        check.that(body.acceptedMillis() <= lease.claimableMillis(), Rule.REVERSAL, "acceptedMillis",
                "at most what the claim can count for by clock, work and devices, " + lease.claimableMillis(), body.acceptedMillis());
        checkDispute(state, body.dispute(), Rule.REVERSAL, check);
        Optional<String> beside = Adjusting.besideDispute(state, body.claim(), body.dispute());
        check.that(beside.isEmpty(), Rule.REVERSAL, "dispute", "a dispute that this claim can follow from", beside.orElse(""));
        long reversed = Adjusting.reversalsSinceClose(state);
        check.that(reversed < Limits.MAX_ADJUSTMENTS, Rule.REVERSAL, "claim",
                "at most " + Limits.MAX_ADJUSTMENTS + " reversals in a period", reversed + 1);
        // A closed bill that cannot be computed any more would keep all later periods from being closed.
        Optional<String> beyond = Adjusting.beyondBounds(state, lease, body);
        check.that(beyond.isEmpty(), Rule.REVERSAL, "acceptedMillis", "amounts within bounds", beyond.orElse(""));
        ReversalView view = Adjusting.view(state, entry.index(), body, lease);
        return () -> {
            state.work.leases.put(lease.countingMillis(body.acceptedMillis()));
            state.accounts.reversed(view);
            recount(state, lease, view);
        };
    }

    /** The sums of the open period, and in any case those of the run. */
    private static void recount(State state, LeaseView lease, ReversalView view) {
        long delta = view.reversal().deltaMillis();
        String organization = view.organization();
        if (!view.afterClose()) {
            state.work.acceptedMillis.merge(organization, delta, Math::addExact);
            state.work.normalized.compute(organization, (name, time) ->
                    (time == null ? NormalizedTime.NONE : time).plus(delta, view.scoreMilli()));
        }
        SortedMap<String, UseView> uses = state.work.uses.get(lease.lease().run());
        uses.computeIfPresent(organization, (name, use) -> use.plus(delta, view.scoreMilli(), false));
    }

    /** Amounts of a bill are 0 when the charter settles nothing, so there is nothing to adjust. */
    static Change journal(State state, Entry entry, Journal body, Check check) throws RuleViolation {
        check.that(state.charter().settlement() == Settlement.TRANSFERS, Rule.JOURNAL, "postings",
                "none, as the charter settles nothing", body.postings().size());
        long period = state.periods().size() + 1L;
        List<JournalView> before = state.accounts().journals(period);
        check.that(before.size() < Limits.MAX_ADJUSTMENTS, Rule.JOURNAL, "postings",
                "at most " + Limits.MAX_ADJUSTMENTS + " journals in a period", before.size() + 1);
        for (Journal.Posting posting : body.postings()) {
            MemberView member = check.present(Optional.ofNullable(state.members().get(posting.organization())), Rule.MEMBERSHIP,
                    "postings", "members, or those who were", posting.organization());
            check.that(member.active(), Rule.MEMBERSHIP, "postings", "members that accepted the charter", posting.organization());
            long sum = before.stream().mapToLong(one -> one.journal().amountMinor(posting.organization())).sum() + posting.amountMinor();
            check.that(Math.abs(sum) <= Amounts.MAX_MINOR / 2, Rule.JOURNAL, "postings[" + posting.organization() + "].amountMinor",
                    "journals of the period of at most " + Amounts.MAX_MINOR / 2, sum);
        }
        checkDispute(state, body.dispute(), Rule.JOURNAL, check);
        return () -> state.accounts.agreed(new JournalView(entry.index(), period, body));
    }

    /** What follows from a dispute may come before or after its resolution. */
    private static void checkDispute(State state, OptionalLong dispute, Rule rule, Check check) throws RuleViolation {
        check.that(dispute.isEmpty() || state.settlements().dispute(dispute.getAsLong()).isPresent(), rule, "dispute",
                "the index of a dispute", dispute.orElse(0));
    }
}

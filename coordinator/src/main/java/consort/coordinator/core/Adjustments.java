package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Journal.Posting;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Reversal;
import consort.ledger.fold.Adjusting;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.ReversalView;
import consort.ledger.fold.State;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What the operator puts right: claims that count otherwise, and amounts that members agreed on. Closed bills stay as they are. Given
 * again, neither changes anything.
 */
final class Adjustments {

    /** Half of what the ledger can hold, so that a bill can be added. */
    private static final long MAX_JOURNAL_MINOR = Amounts.MAX_MINOR / 2;

    private Adjustments() {
    }

    static void reverse(Turn turn, Event.ReverseClaim event) {
        State state = turn.state();
        Optional<LeaseView> lease = Adjusting.leaseOf(state, event.claim());
        if (lease.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "entry " + event.claim()
                    + " is no usage claim, or not the first for its lease; 'consort audit statement --json' names the claims of an organization");
        } else if (lease.get().countedMillis() == event.acceptedMillis()) {
            turn.answer(event.ticket(), new Reply.Changed(lastReversal(state, event.claim()), true));
        } else if (event.acceptedMillis() < 0 || event.acceptedMillis() > lease.get().claimableMillis()) {
            turn.refuse(event.ticket(), Code.INVALID, event.acceptedMillis() + " ms cannot count for claim " + event.claim()
                    + ": by clock, work and devices at most " + DeviceTimes.format(lease.get().claimableMillis()) + " can, "
                    + lease.get().claimableMillis() + " ms, of which " + lease.get().countedMillis() + " count now");
        } else if (!lacksDispute(turn, event.ticket(), event.dispute())
                && !isBesideDispute(turn, event) && !Operations.lacksWords(turn, event.ticket(), "why the claim counts otherwise", event.reason())) {
            enter(turn, event, lease.get());
        }
    }

    private static void enter(Turn turn, Event.ReverseClaim event, LeaseView lease) {
        Reversal reversal = new Reversal(turn.timeMillis(), event.claim(), lease.lease().lease(), lease.countedMillis(),
                event.acceptedMillis(), event.reason().strip(), event.dispute());
        Optional<String> beyond = Adjusting.beyondBounds(turn.state(), lease, reversal);
        if (beyond.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the bill could not be computed any more: " + beyond.get());
        } else if (Adjusting.reversalsSinceClose(turn.state()) >= Limits.MAX_ADJUSTMENTS) {
            turn.refuse(event.ticket(), Code.EXHAUSTED, "a period has at most " + Limits.MAX_ADJUSTMENTS + " reversals; close it first");
        } else {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(reversal);
        }
    }

    private static OptionalLong lastReversal(State state, long claim) {
        return state.accounts().reversals().stream().filter(one -> one.reversal().claim() == claim)
                .mapToLong(ReversalView::index).max();
    }

    /** The amounts are read here, as only the charter knows the currency. */
    static void journal(Turn turn, Event.AddJournal event) {
        State state = turn.state();
        if (state.charter().settlement() == Settlement.NONE) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the charter settles nothing, so there is nothing to adjust");
            return;
        }
        List<Posting> postings = new ArrayList<>();
        for (Event.JournalAmount amount : event.amounts()) {
            Optional<Posting> posting = posting(turn, event.ticket(), amount);
            if (posting.isEmpty()) {
                return;
            }
            postings.add(posting.get());
        }
        postings.sort(Comparator.comparing(Posting::organization));
        Optional<JournalView> before = entered(state, event, postings);
        Optional<String> notOpen = Periods.notOpen(state, event.period());
        if (before.isPresent()) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(before.get().index()), true));
        } else if (notOpen.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, notOpen.get());
        } else if (balanced(turn, event.ticket(), postings) && !lacksDispute(turn, event.ticket(), event.dispute())
                && !Operations.lacksWords(turn, event.ticket(), "what was agreed", event.reason())) {
            enter(turn, event, postings);
        }
    }

    /** The last of this text only: what was agreed, taken back and agreed anew is another adjustment. */
    private static Optional<JournalView> entered(State state, Event.AddJournal event, List<Posting> postings) {
        return state.accounts().journals(event.period().orElse(state.periods().size() + 1L)).reversed().stream()
                .filter(one -> one.journal().reason().equals(event.reason().strip()) && names(one.journal().postings()).equals(names(postings)))
                .findFirst().filter(last -> last.journal().postings().equals(postings));
    }

    private static Optional<Posting> posting(Turn turn, long ticket, Event.JournalAmount amount) {
        State state = turn.state();
        if (!Optional.ofNullable(state.members().get(amount.organization())).filter(MemberView::active).isPresent()) {
            turn.refuse(ticket, Code.NOT_FOUND, "there is no member \"" + Troubles.printable(amount.organization()) + "\"; members: "
                    + Named.list(List.copyOf(state.members().keySet())));
            return Optional.empty();
        }
        try {
            long minor = Amounts.parse(amount.amount(), state.charter().currency());
            if (minor != 0) {
                return Optional.of(new Posting(amount.organization(), minor));
            }
            turn.refuse(ticket, Code.INVALID, "an amount of 0 changes nothing for " + amount.organization());
        } catch (IllegalArgumentException unfit) {
            turn.refuse(ticket, Code.INVALID, unfit.getMessage());
        }
        return Optional.empty();
    }

    private static boolean balanced(Turn turn, long ticket, List<Posting> postings) {
        String currency = turn.state().charter().currency();
        List<String> names = postings.stream().map(Posting::organization).distinct().toList();
        Optional<String> beyond = names.stream().filter(name -> Math.abs(journaled(turn.state(), name)
                + sum(postings.stream().filter(one -> one.organization().equals(name)).toList())) > MAX_JOURNAL_MINOR).findFirst();
        Optional<String> problem = postings.size() < 2 || names.size() < postings.size()
                ? Optional.of("give two or more organizations, each once: what one gets, others owe")
                : beyond.isPresent() ? Optional.of("adjustments of " + beyond.get() + " in one period are at most "
                        + Amounts.format(MAX_JOURNAL_MINOR, currency) + " " + currency)
                : sum(postings) != 0 ? Optional.of("the amounts sum to " + Amounts.format(sum(postings), currency) + " " + currency
                        + ", and must to 0: what one gets, others owe")
                : Optional.empty();
        problem.ifPresent(message -> turn.refuse(ticket, Code.INVALID, message));
        return problem.isEmpty();
    }

    private static long sum(List<Posting> postings) {
        return postings.stream().mapToLong(Posting::amountMinor).sum();
    }

    private static long journaled(State state, String organization) {
        return open(state).stream().mapToLong(one -> one.journal().amountMinor(organization)).sum();
    }

    private static List<JournalView> open(State state) {
        return state.accounts().journals(state.periods().size() + 1L);
    }

    private static void enter(Turn turn, Event.AddJournal event, List<Posting> postings) {
        if (open(turn.state()).size() >= Limits.MAX_ADJUSTMENTS) {
            turn.refuse(event.ticket(), Code.EXHAUSTED, "a period has at most " + Limits.MAX_ADJUSTMENTS + " adjustments; close it first");
        } else {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(new Journal(turn.timeMillis(), postings, event.reason().strip(), event.dispute()));
        }
    }

    private static String names(List<Posting> postings) {
        return postings.stream().map(Posting::organization).collect(Collectors.joining(" "));
    }

    private static boolean isBesideDispute(Turn turn, Event.ReverseClaim event) {
        Optional<String> beside = Adjusting.besideDispute(turn.state(), event.claim(), event.dispute());
        beside.ifPresent(why -> turn.refuse(event.ticket(), Code.CONFLICT, why
                + "; leave --dispute out where the reversal of claim " + event.claim() + " has another reason"));
        return beside.isPresent();
    }

    private static boolean lacksDispute(Turn turn, long ticket, OptionalLong dispute) {
        boolean lacks = dispute.isPresent() && turn.state().settlements().dispute(dispute.getAsLong()).isEmpty();
        if (lacks) {
            turn.refuse(ticket, Code.NOT_FOUND, "entry " + dispute.getAsLong() + " is no dispute; 'status' shows those that are open");
        }
        return lacks;
    }
}

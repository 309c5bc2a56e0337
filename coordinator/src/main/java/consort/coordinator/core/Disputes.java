package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution;
import consort.ledger.fold.DisputeView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.Settling;
import consort.ledger.fold.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What members say to a bill, and how the operator resolves what they dispute. Given again, a resolution changes nothing. */
final class Disputes {

    private Disputes() {
    }

    /** Why a dispute cannot be entered; the clock here decides, as the ledger's time may be that of an entry long ago. */
    static Optional<String> unfit(Turn turn, Dispute dispute) {
        State state = turn.state();
        Optional<PeriodView> period = Settling.period(state, dispute.period());
        Optional<String> outside = period.isEmpty() ? Optional.of(notClosed(state, dispute.period()))
                : unbilled(period.get(), dispute.organization());
        if (outside.isPresent()) {
            return outside;
        }
        long deadline = Settling.deadlineMillis(state, period.get());
        if (turn.timeMillis() >= deadline) {
            return Optional.of("the bill of period " + dispute.period() + " can be disputed no more: the charter gives "
                    + state.charter().disputeDays() + " days for it, which ended " + Instant.ofEpochMilli(deadline));
        }
        List<DisputeView> own = own(state, dispute.period(), dispute.organization());
        if (own.size() >= Limits.MAX_DISPUTES) {
            return Optional.of(dispute.organization() + " has disputed the bill of period " + dispute.period() + " "
                    + Limits.MAX_DISPUTES + " times already, which is the most that the ledger takes");
        }
        if (dispute.claim().isPresent() && !Settling.isClaim(state, period.get(), dispute.claim().getAsLong())) {
            return Optional.of("entry " + dispute.claim().getAsLong() + " is no usage claim of period " + dispute.period()
                    + ", which has those of entries " + period.get().close().fromIndex() + " to " + (period.get().index() - 1));
        }
        return accepted(state, dispute.period(), dispute.organization());
    }

    /** Why an acknowledgement cannot be entered. */
    static Optional<String> unfit(Turn turn, Ack ack) {
        State state = turn.state();
        Optional<PeriodView> period = Settling.period(state, ack.period());
        Optional<String> outside = period.isEmpty() ? Optional.of(notClosed(state, ack.period()))
                : unbilled(period.get(), ack.organization());
        if (outside.isPresent()) {
            return outside;
        }
        if (!state.settlements().bill(ack.period()).hex().equals(ack.bill())) {
            return Optional.of("the bill of period " + ack.period() + ", entry " + period.get().index() + ", is another: its leaf hash is "
                    + state.settlements().bill(ack.period()).hex() + ", not " + ack.bill());
        }
        return accepted(state, ack.period(), ack.organization()).or(() ->
                own(state, ack.period(), ack.organization()).stream().filter(DisputeView::open).findFirst()
                        .map(open -> ack.organization() + " disputes this bill itself, with entry " + open.index()
                                + "; the operator resolves that first"));
    }

    static String notClosed(State state, long period) {
        return "period " + period + " is not closed; " + (state.periods().isEmpty() ? "none is"
                : "the last that is, is " + state.periods().size());
    }

    private static Optional<String> unbilled(PeriodView period, String organization) {
        return Settling.isBilled(period, organization) ? Optional.empty() : Optional.of(organization + " is not in the bill of period "
                + period.close().period() + ", entry " + period.index());
    }

    private static Optional<String> accepted(State state, long period, String organization) {
        return Optional.ofNullable(state.settlements().acks(period).get(organization))
                .map(entry -> organization + " has accepted the bill of period " + period + " already, with entry " + entry);
    }

    static List<DisputeView> own(State state, long period, String organization) {
        return state.settlements().disputes(period).stream()
                .filter(one -> one.dispute().organization().equals(organization)).toList();
    }

    static void resolve(Turn turn, Event.ResolveDispute event) {
        State state = turn.state();
        Optional<DisputeView> dispute = state.settlements().dispute(event.dispute());
        if (dispute.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "entry " + event.dispute() + " is no dispute" + open(state));
        } else if (dispute.get().resolution().isPresent()) {
            again(turn, event, dispute.get(), dispute.get().resolution().get());
        } else if (!Operations.lacksWords(turn, event.ticket(), "why the dispute is " + event.outcome().text(), event.reason())) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(new Resolution(turn.timeMillis(), event.dispute(), event.outcome(), event.reason().strip()));
        }
    }

    private static void again(Turn turn, Event.ResolveDispute event, DisputeView dispute, Resolution before) {
        if (before.outcome() == event.outcome()) {
            turn.answer(event.ticket(), new Reply.Changed(dispute.resolvedAt(), true));
        } else {
            turn.refuse(event.ticket(), Code.CONFLICT, "dispute " + dispute.index() + " was " + before.outcome().text()
                    + " already, with entry " + dispute.resolvedAt().orElseThrow() + ": " + before.reason());
        }
    }

    private static String open(State state) {
        List<String> open = state.periods().stream().flatMap(period -> Settling.openDisputes(state, period).stream())
                .map(one -> one.index() + " of " + one.dispute().organization()).toList();
        return open.isEmpty() ? "; none is open" : "; those that are open: " + Named.list(open);
    }
}

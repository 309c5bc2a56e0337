package consort.coordinator.core;

import consort.ledger.entry.SettlementInstruct;
import consort.ledger.fold.DisputeView;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.Settling;
import consort.ledger.fold.State;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.money.Amounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far closed bills are on the way to being paid, for the status documents. */
final class Bills {

    /** Of one bill; members can enter many more. */
    private static final int MOST_DISPUTES = 50;

    private Bills() {
    }

    /** Those that are not paid yet, or can still be disputed, oldest first. */
    static List<JsonObject> unsettled(Turn turn) {
        State state = turn.state();
        return state.periods().stream().filter(period -> isUnsettled(turn, period)).map(period -> {
            List<DisputeView> open = Settling.openDisputes(state, period);
            return bill(turn, period)
                    .put("accepted", JsonArray.ofTexts(List.copyOf(state.settlements().acks(period.close().period()).keySet())))
                    .put("silent", JsonArray.ofTexts(Settling.silent(state, period)))
                    .put("disputes", open.stream().limit(MOST_DISPUTES).map(Bills::dispute).toList())
                    .put("due", Settling.due(state, period).size())
                    .put("unconfirmed", instructions(state, period).stream().filter(one -> !one.confirmed())
                            .map(one -> payment(state, one)).toList())
                    .build();
        }).toList();
    }

    /** All that one organization is in, oldest first, with what it said to each and whom it is to pay or to be paid by. */
    static List<JsonObject> of(Turn turn, String organization) {
        State state = turn.state();
        return state.periods().stream().filter(period -> Settling.isBilled(period, organization)).map(period -> bill(turn, period)
                .putIfPresent("ack", Optional.ofNullable(state.settlements().acks(period.close().period()).get(organization))
                        .map(JsonInteger::new))
                .put("disputes", Disputes.own(state, period.close().period(), organization).stream().map(Bills::dispute).toList())
                .put("payments", instructions(state, period).stream().filter(one -> one.instruct().from().equals(organization)
                        || one.instruct().to().equals(organization)).map(one -> payment(state, one)).toList())
                .build()).toList();
    }

    private static JsonObject.Builder bill(Turn turn, PeriodView period) {
        State state = turn.state();
        long deadline = Settling.deadlineMillis(state, period);
        return JsonObject.builder()
                .put("period", period.close().period())
                .put("entry", period.index())
                .put("deadlineMillis", deadline)
                .put("openDisputes", Settling.openDisputes(state, period).size())
                .put("state", state(turn, period))
                .put("unsettled", isUnsettled(turn, period));
    }

    /** For people. */
    private static String state(Turn turn, PeriodView period) {
        State state = turn.state();
        int open = Settling.openDisputes(state, period).size();
        if (!Settling.isFinal(state, period, turn.timeMillis())) {
            return "can be disputed until " + Instant.ofEpochMilli(Settling.deadlineMillis(state, period))
                    + (open == 0 ? "" : ", " + disputes(open));
        }
        int due = Settling.due(state, period).size();
        long unconfirmed = instructions(state, period).stream().filter(one -> !one.confirmed()).count();
        if (open > 0) {
            return disputes(open);
        }
        return due > 0 ? due + (due == 1 ? " payment" : " payments") + " to be instructed"
                : unconfirmed > 0 ? unconfirmed + (unconfirmed == 1 ? " payment" : " payments") + " not confirmed"
                : period.close().transfers().isEmpty() ? "nothing to pay" : "paid";
    }

    private static String disputes(int open) {
        return open + (open == 1 ? " dispute is open" : " disputes are open");
    }

    private static boolean isUnsettled(Turn turn, PeriodView period) {
        State state = turn.state();
        return !Settling.isFinal(state, period, turn.timeMillis()) || !Settling.openDisputes(state, period).isEmpty()
                || !Settling.due(state, period).isEmpty()
                || instructions(state, period).stream().anyMatch(one -> !one.confirmed());
    }

    private static List<InstructionView> instructions(State state, PeriodView period) {
        return state.settlements().instructions(period.close().period());
    }

    private static JsonObject dispute(DisputeView view) {
        return JsonObject.builder()
                .put("entry", view.index())
                .put("organization", view.dispute().organization())
                .putIfPresent("claim", integer(view.dispute().claim()))
                .putIfPresent("figure", view.dispute().figure().map(figure -> new JsonString(figure.text())))
                .put("reason", view.dispute().reason())
                .putIfPresent("outcome", view.resolution().map(resolution -> new JsonString(resolution.outcome().text())))
                .putIfPresent("resolvedBy", integer(view.resolvedAt()))
                .putIfPresent("resolution", view.resolution().map(resolution -> new JsonString(resolution.reason())))
                .build();
    }

    private static JsonObject payment(State state, InstructionView view) {
        SettlementInstruct instruct = view.instruct();
        String currency = state.charter().currency();
        return JsonObject.builder()
                .put("instruction", instruct.instruction())
                .put("entry", view.index())
                .put("from", instruct.from())
                .put("to", instruct.to())
                .put("amountMinor", instruct.amountMinor())
                .put("amount", Amounts.format(instruct.amountMinor(), currency) + " " + currency)
                .put("payeeRevoked", Payments.isRevoked(state, instruct.to()))
                .putIfPresent("confirmedBy", integer(view.confirmedAt()))
                .build();
    }

    private static Optional<JsonValue> integer(OptionalLong value) {
        return value.isPresent() ? Optional.of(new JsonInteger(value.getAsLong())) : Optional.empty();
    }
}

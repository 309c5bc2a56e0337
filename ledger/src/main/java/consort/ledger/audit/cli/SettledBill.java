package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.entry.PeriodClose.Transfer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A closed bill, what members said to it, and how far it is paid.
 *
 * @param currency of the charter
 * @param deadlineMillis from when on it is disputed no more
 * @param acks who accepted it, with the entries
 * @param silent who is in it and did not
 * @param due transfers that were not instructed
 */
record SettledBill(PeriodView period, String currency, long deadlineMillis, SortedMap<String, Long> acks, List<String> silent,
        List<DisputeView> disputes, List<InstructionView> payments, List<Transfer> due) {

    static SettledBill of(State state, PeriodView period) {
        long number = period.close().period();
        return new SettledBill(period, state.charter().currency(), Settling.deadlineMillis(state, period),
                new TreeMap<>(state.settlements().acks(number)), Settling.silent(state, period), state.settlements().disputes(number),
                state.settlements().instructions(number), Settling.due(state, period));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("bill of period " + period.close().period() + " (entry " + period.index() + "), closed "
                + Instant.ofEpochMilli(period.close().timeMillis()) + ", to be disputed before " + Instant.ofEpochMilli(deadlineMillis));
        lines.add("  accepted by " + (acks.isEmpty() ? "nobody" : String.join(", ",
                acks.entrySet().stream().map(ack -> ack.getKey() + " (entry " + ack.getValue() + ")").toList()))
                + (silent.isEmpty() ? "" : "; not by " + String.join(", ", silent)));
        disputes.forEach(dispute -> lines.addAll(lines(dispute)));
        payments.forEach(payment -> lines.add(line(payment)));
        due.forEach(transfer -> lines.add("  " + transfer.from() + " owes " + transfer.to() + " " + amount(transfer.amountMinor())
                + ", not instructed"));
        return lines;
    }

    private static List<String> lines(DisputeView view) {
        String about = (view.dispute().claim().isPresent() ? ", claim " + view.dispute().claim().getAsLong() : "")
                + view.dispute().figure().map(figure -> ", " + figure.text()).orElse("");
        return List.of("  disputed by " + view.dispute().organization() + " (entry " + view.index() + about + "): "
                        + Evidence.shown(view.dispute().reason()),
                view.resolution().map(resolution -> "    " + resolution.outcome().text() + " (entry " + view.resolvedAt().orElseThrow()
                        + "): " + Evidence.shown(resolution.reason())).orElse("    not resolved"));
    }

    private String line(InstructionView view) {
        SettlementInstruct instruct = view.instruct();
        return "  payment " + instruct.instruction() + " (entry " + view.index() + "): " + instruct.from() + " pays " + instruct.to() + " "
                + amount(instruct.amountMinor()) + (view.confirmed() ? ", confirmed (entry " + view.confirmedAt().orElseThrow() + ")"
                        : ", not confirmed");
    }

    private String amount(long minor) {
        return Amounts.format(minor, currency) + " " + currency;
    }

    JsonObject json() {
        JsonObject.Builder accepted = JsonObject.builder();
        acks.forEach(accepted::put);
        return JsonObject.builder()
                .put("period", period.close().period())
                .put("entry", period.index())
                .put("currency", currency)
                .put("deadlineMillis", deadlineMillis)
                .put("accepted", accepted.build())
                .put("silent", JsonArray.ofTexts(silent))
                .put("disputes", disputes.stream().map(SettledBill::json).toList())
                .put("payments", payments.stream().map(SettledBill::json).toList())
                .put("due", due.stream().map(transfer -> JsonObject.builder().put("from", transfer.from()).put("to", transfer.to())
                        .put("amountMinor", transfer.amountMinor()).build()).toList())
                .build();
    }

    private static JsonObject json(DisputeView view) {
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

    private static JsonObject json(InstructionView view) {
        return JsonObject.builder()
                .put("instruction", view.instruct().instruction())
                .put("entry", view.index())
                .put("from", view.instruct().from())
                .put("to", view.instruct().to())
                .put("amountMinor", view.instruct().amountMinor())
                .putIfPresent("confirmedBy", integer(view.confirmedAt()))
                .build();
    }

    private static Optional<JsonValue> integer(OptionalLong value) {
        return value.isPresent() ? Optional.of(new JsonInteger(value.getAsLong())) : Optional.empty();
    }
}

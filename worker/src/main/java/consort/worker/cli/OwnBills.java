package consort.worker.cli;

import static consort.worker.cli.OwnStatus.flag;
import static consort.worker.cli.OwnStatus.list;
import static consort.worker.cli.OwnStatus.number;
import static consort.worker.cli.OwnStatus.string;

import consort.ledger.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bills of the organization's status: those that it is in, what it said to each, and what is paid. */
final class OwnBills {

    private OwnBills() {
    }

    /** The bill of a period; fails when the organization is in none of that number. */
    static JsonObject bill(JsonObject status, long period) {
        List<JsonObject> bills = list(status, "bills");
        return bills.stream().filter(bill -> number(bill, "period") == period).findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCodes.REFUSED, string(status, "organization") + " is in no bill of a period "
                        + period + "; " + (bills.isEmpty() ? "no bill that it is in is closed" : "the last bill that it is in is that of period "
                                + number(bills.getLast(), "period"))));
    }

    static boolean has(JsonObject object, String field) {
        return object.members().containsKey(field);
    }

    /** What became of a dispute, for people: nothing while it is open. */
    static Optional<String> resolution(JsonObject dispute) {
        return has(dispute, "outcome") ? Optional.of(string(dispute, "outcome") + " (entry " + number(dispute, "resolvedBy") + "): "
                + string(dispute, "resolution")) : Optional.empty();
    }

    /** Those on which something is left to do, and what. */
    static List<String> lines(JsonObject status) {
        List<String> lines = new ArrayList<>();
        list(status, "bills").stream().filter(bill -> flag(bill, "unsettled")).forEach(bill -> {
            lines.add("bill of period " + number(bill, "period") + " (entry " + number(bill, "entry") + "): " + string(bill, "state") + "; "
                    + (has(bill, "ack") ? "accepted (entry " + number(bill, "ack") + ")" : "not accepted"));
            list(bill, "disputes").forEach(dispute -> lines.add("  dispute " + number(dispute, "entry") + " "
                    + resolution(dispute).map(text -> "was " + text).orElse("is open: " + string(dispute, "reason"))));
            list(bill, "payments").forEach(payment -> lines.add("  " + payment(payment)));
        });
        return lines;
    }

    static String payment(JsonObject payment) {
        return "payment " + number(payment, "instruction") + " (entry " + number(payment, "entry") + "): " + string(payment, "from")
                + " pays " + string(payment, "to") + " " + string(payment, "amount") + (has(payment, "confirmedBy")
                        ? ", confirmed (entry " + number(payment, "confirmedBy") + ")" : ", not confirmed");
    }
}

package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The bills of the status document that are on their way to being paid. */
final class BillText {

    private BillText() {
    }

    static void add(JsonNode bills, List<String> lines) {
        bills.forEach(bill -> addOne(bill, lines));
    }

    private static void addOne(JsonNode bill, List<String> lines) {
        lines.add("bill of period " + bill.path("period").asLong() + " (entry " + bill.path("entry").asLong() + "): "
                + bill.path("state").asText() + "; accepted by " + bill.path("accepted").size() + " of "
                + (bill.path("accepted").size() + bill.path("silent").size()));
        StatusText.few(texts(bill.path("disputes"), BillText::dispute), "disputes", lines);
        StatusText.few(texts(bill.path("unconfirmed"), BillText::payment), "payments that are not confirmed", lines);
    }

    private static List<String> texts(JsonNode all, Function<JsonNode, String> text) {
        return StreamSupport.stream(all.spliterator(), false).map(text).toList();
    }

    private static String dispute(JsonNode dispute) {
        List<String> about = new ArrayList<>();
        if (dispute.has("claim")) {
            about.add("claim " + dispute.path("claim").asLong());
        }
        if (dispute.has("figure")) {
            about.add(dispute.path("figure").asText());
        }
        return "  dispute " + dispute.path("entry").asLong() + " of " + dispute.path("organization").asText()
                + (about.isEmpty() ? "" : ", about " + String.join(", ", about)) + ": " + dispute.path("reason").asText();
    }

    private static String payment(JsonNode payment) {
        return "  payment " + payment.path("instruction").asLong() + " (entry " + payment.path("entry").asLong() + "): "
                + payment.path("from").asText() + " pays " + payment.path("to").asText() + " " + payment.path("amount").asText()
                + (payment.path("payeeRevoked").asBoolean() ? "; not confirmed, and " + payment.path("to").asText()
                        + " was revoked and can confirm nothing" : "; not confirmed");
    }
}

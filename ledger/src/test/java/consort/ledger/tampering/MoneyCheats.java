package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;

import consort.ledger.entry.EntryType;
import consort.ledger.json.JsonObject;
import java.util.List;

/** The operator, or a member, writes other amounts. */
final class MoneyCheats {

    private MoneyCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("a cent more for one member and less for another", "bill", "members[acme].shareMinor", scene ->
                        scene.rewrite(scene.find(EntryType.PERIOD_CLOSE, 1), json -> moved(moved(json, 0, 1), 1, -1))),
                found("device time that nobody was observed to lend", "bill", "members[acme].ngpuMillis",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "members[0].ngpuMillis", 1)),
                found("a credit rounded in a friend's favor", "bill", "members[acme].creditMinor",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "members[0].creditMinor", 1)),
                found("costs that no entry says", "bill", "members[acme].externalMinor",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "members[0].externalMinor", 100)),
                found("a net that is not credit less share", "bill", "members[acme].netMinor",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "members[0].netMinor", 1)),
                found("another pool than the credits'", "bill", "poolMinor",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "poolMinor", 1)),
                found("another rate than the charter's", "bill", "rateMinorPerHour",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 1, "rateMinorPerHour", 1)),
                found("another currency than the charter's", "bill", "currency",
                        scene -> scene.alter(EntryType.PERIOD_CLOSE, 1, "currency", "USD")),
                found("a member left out of the bill", "bill", "members",
                        scene -> scene.alter(EntryType.PERIOD_CLOSE, 1, "members[1]", null)),
                found("a payment redirected to another member", "bill", "transfers",
                        scene -> scene.alter(EntryType.PERIOD_CLOSE, 1, "transfers[0].to", "carol")),
                found("a payment left out", "bill", "transfers", scene -> scene.alter(EntryType.PERIOD_CLOSE, 1, "transfers[0]", null)),
                found("entries billed twice, by a period that begins too early", "bill", "fromIndex",
                        scene -> scene.alter(EntryType.PERIOD_CLOSE, 2, "fromIndex", 0)),
                found("a period's number given twice", "bill", "period", scene -> scene.alter(EntryType.PERIOD_CLOSE, 2, "period", 1)),
                found("fewer days of membership than there were", "bill", "members[acme].days",
                        scene -> scene.add(EntryType.PERIOD_CLOSE, 2, "members[0].days", -1)),
                found("an agreed adjustment left out of the next bill", "bill", "members[acme].journalMinor",
                        scene -> scene.alter(EntryType.PERIOD_CLOSE, 2, "members[0].journalMinor", null)),
                found("an adjustment that makes money out of nothing", "entry-format", "body",
                        scene -> scene.add(EntryType.JOURNAL, 1, "postings[0].amountMinor", 1)),
                found("a reversal of more than was accepted", "reversal", "beforeMillis",
                        scene -> scene.add(EntryType.REVERSAL, 1, "beforeMillis", 1)),
                found("a reversal that accepts what lease and clock do not allow", "reversal", "acceptedMillis",
                        scene -> scene.alter(EntryType.REVERSAL, 1, "acceptedMillis", 1_000_000_000)),
                found("costs taken back below nothing", "bill", "amountMinor",
                        scene -> scene.alter(EntryType.EXTERNAL_COST, 1, "amountMinor", -1)),
                found("a payment instructed of another amount", "settlement", "amountMinor",
                        scene -> scene.add(EntryType.SETTLEMENT_INSTRUCT, 1, "amountMinor", 1)),
                found("a payment instructed to another payee", "settlement", "to",
                        scene -> scene.alter(EntryType.SETTLEMENT_INSTRUCT, 1, "to", "carol")),
                found("a payment instructed twice", "settlement", "from", scene -> {
                    int second = scene.find(EntryType.SETTLEMENT_INSTRUCT, 2);
                    scene.rewrite(second, json -> JsonPaths.set(scene.parse(second - 1).body().json(), "instruction", 2));
                }),
                found("the payer confirms its own payment", "signer", "signature", scene -> {
                    int confirm = scene.find(EntryType.SETTLEMENT_CONFIRM, 1);
                    scene.put(confirm, scene.parse(confirm).note().text(),
                            Scene.signerOf(scene.parse(scene.find(EntryType.ACK, 2)).signature()));
                }),
                found("a confirmation of less than was instructed", "settlement", "amountMinor",
                        scene -> scene.add(EntryType.SETTLEMENT_CONFIRM, 1, "amountMinor", -1)),
                found("a bill acknowledged while the member's own dispute of it is open", "dispute", "organization", scene -> {
                    scene.drop(scene.find(EntryType.RESOLUTION, 1));
                    scene.cheated(scene.find(EntryType.ACK, 3));
                }),
                found("a payment instructed before all acknowledged the bill, or could dispute it no more", "settlement", "timeMillis", scene -> {
                    scene.drop(scene.find(EntryType.ACK, 1));
                    scene.alter(EntryType.SETTLEMENT_CONFIRM, 1, "seq", 5);
                    scene.cheated(scene.find(EntryType.SETTLEMENT_INSTRUCT, 1));
                }),
                found("an acknowledgement of another bill", "dispute", "bill",
                        scene -> scene.alter(EntryType.ACK, 1, "bill", "0".repeat(64))));
    }

    private static JsonObject moved(JsonObject close, int member, long cents) {
        String at = "members[" + member + "].";
        return JsonPaths.add(JsonPaths.add(close, at + "shareMinor", cents), at + "netMinor", -cents);
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The payee has the money of an instruction. Payer and amount stand in what it signs, so that it is a receipt for these and
 * for nothing else that might bear the number.
 *
 * @param organization the payee
 * @param amountMinor in minor units of the charter's currency
 */
public record SettlementConfirm(long timeMillis, String organization, long seq, long instruction, String from, long amountMinor)
        implements PartyBody {

    static SettlementConfirm read(JsonFields json) {
        return new SettlementConfirm(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.number(json, "instruction"),
                Fields.name(json, "from"),
                Fields.number(json, "amountMinor"));
    }

    @Override
    public EntryType type() {
        return EntryType.SETTLEMENT_CONFIRM;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("instruction", instruction)
                .put("from", from)
                .put("amountMinor", amountMinor)
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The payer of a bill's transfer is to pay it now: nobody disputes the bill any more.
 *
 * @param instruction 1, 2, …
 * @param amountMinor in minor units of the charter's currency
 */
public record SettlementInstruct(long timeMillis, long instruction, long period, String from, String to, long amountMinor)
        implements CoordinatorBody {

    /** What the bill said. */
    public PeriodClose.Transfer transfer() {
        return new PeriodClose.Transfer(from, to, amountMinor);
    }

    static SettlementInstruct read(JsonFields json) {
        return new SettlementInstruct(
                Fields.time(json),
                Fields.number(json, "instruction"),
                Fields.number(json, "period"),
                Fields.name(json, "from"),
                Fields.name(json, "to"),
                Fields.number(json, "amountMinor"));
    }

    @Override
    public EntryType type() {
        return EntryType.SETTLEMENT_INSTRUCT;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("instruction", instruction)
                .put("period", period)
                .put("from", from)
                .put("to", to)
                .put("amountMinor", amountMinor)
                .build();
    }
}

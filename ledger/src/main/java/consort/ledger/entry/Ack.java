package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization accepts a closed period's bill, and disputes it no more. Its signature covers the bill, not only the number,
 * so that it counts for no other bill of that number.
 *
 * @param bill leaf hash of the {@link PeriodClose} entry, in hexadecimal digits
 */
public record Ack(long timeMillis, String organization, long seq, long period, String bill) implements PartyBody {

    static Ack read(JsonFields json) {
        return new Ack(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.number(json, "period"),
                Fields.digest(json, "bill"));
    }

    @Override
    public EntryType type() {
        return EntryType.ACK;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("period", period)
                .put("bill", bill)
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A member paid something for all, such as hosting: it adds to its credit of the open period.
 *
 * @param amountMinor in minor units of the charter's currency, not 0; a negative one takes back what was entered by mistake
 * @param what was paid for, for people
 */
public record ExternalCost(long timeMillis, String organization, long amountMinor, String what) implements CoordinatorBody {

    static ExternalCost read(JsonFields json) {
        return new ExternalCost(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.signed(json, "amountMinor"),
                json.text("what", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.EXTERNAL_COST;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("amountMinor", amountMinor)
                .put("what", what)
                .build();
    }
}

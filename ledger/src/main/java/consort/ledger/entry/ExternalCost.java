package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A member paid something for all, such as hosting: it adds to its credit of the open period.
 *
 * @param amountMinor in minor units of the charter's currency, not 0; a negative one takes back what was entered by mistake
 * @param what was paid for, for people
 * @param priv the invoice, where the entry commits to it
 */
public record ExternalCost(long timeMillis, String organization, long amountMinor, String what, Commitments priv)
        implements CoordinatorBody {

    /** @throws JsonException when it commits to what no cost has */
    public ExternalCost {
        priv.requireWithin(PrivateField.OF_COSTS);
    }

    /** One that commits to nothing. */
    public ExternalCost(long timeMillis, String organization, long amountMinor, String what) {
        this(timeMillis, organization, amountMinor, what, Commitments.NONE);
    }

    static ExternalCost read(JsonFields json) {
        return new ExternalCost(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.signed(json, "amountMinor"),
                json.text("what", Limits.MAX_DETAIL_CHARACTERS),
                Commitments.read(json, PrivateField.OF_COSTS));
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
                .putIfPresent(Commitments.FIELD, priv.json())
                .build();
    }
}

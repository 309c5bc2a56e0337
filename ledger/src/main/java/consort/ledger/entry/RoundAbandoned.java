package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A round ended without a new model.
 *
 * @param reason for people
 */
public record RoundAbandoned(long timeMillis, long run, long round, String reason) implements CoordinatorBody {

    static RoundAbandoned read(JsonFields json) {
        return new RoundAbandoned(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.number(json, "round"),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.ROUND_ABANDONED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("round", round)
                .put("reason", reason)
                .build();
    }
}

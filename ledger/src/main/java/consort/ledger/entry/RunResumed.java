package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The operator lets a paused run go on.
 *
 * @param cause for people
 */
public record RunResumed(long timeMillis, long run, String cause) implements CoordinatorBody {

    static RunResumed read(JsonFields json) {
        return new RunResumed(
                Fields.time(json),
                Fields.number(json, "run"),
                json.text("cause", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.RUN_RESUMED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("cause", cause)
                .build();
    }
}

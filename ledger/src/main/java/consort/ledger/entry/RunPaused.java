package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The operator pauses a run: the open round goes on, and no further one opens.
 *
 * @param cause for people
 */
public record RunPaused(long timeMillis, long run, String cause) implements CoordinatorBody {

    static RunPaused read(JsonFields json) {
        return new RunPaused(
                Fields.time(json),
                Fields.number(json, "run"),
                json.text("cause", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.RUN_PAUSED;
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

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * One execution of a job begins.
 *
 * @param run 1, 2, … over the whole ledger
 * @param job digest of the {@link JobDocument}
 * @param model digest of the initial model
 */
public record RunStarted(long timeMillis, long run, String job, String model) implements CoordinatorBody {

    static RunStarted read(JsonFields json) {
        return new RunStarted(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.digest(json, "job"),
                Fields.digest(json, "model"));
    }

    @Override
    public EntryType type() {
        return EntryType.RUN_STARTED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("job", job)
                .put("model", model)
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A job was submitted.
 *
 * @param job digest of the {@link JobDocument}
 * @param submitter who submitted it, as the coordinator knows them
 */
public record Job(long timeMillis, String job, String submitter) implements CoordinatorBody {

    static Job read(JsonFields json) {
        return new Job(
                Fields.time(json),
                Fields.digest(json, "job"),
                json.text("submitter", 100));
    }

    @Override
    public EntryType type() {
        return EntryType.JOB;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("job", job)
                .put("submitter", submitter)
                .build();
    }
}

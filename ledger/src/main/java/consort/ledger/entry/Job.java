package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * A job was submitted.
 *
 * @param job digest of the {@link JobDocument}
 * @param submitter who submitted it, as the coordinator knows them
 * @param estimate digest of the {@link EstimateDocument}; absent in the entries of coordinators that made none
 */
public record Job(long timeMillis, String job, String submitter, Optional<String> estimate) implements CoordinatorBody {

    static Job read(JsonFields json) {
        return new Job(
                Fields.time(json),
                Fields.digest(json, "job"),
                json.text("submitter", 100),
                Fields.optional(json, "estimate", Fields::digest));
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
                .putIfPresent("estimate", Fields.json(estimate))
                .build();
    }
}

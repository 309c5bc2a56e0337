package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The operator withdraws a job that waits for approvals: it never runs, and is approved no more.
 *
 * @param job digest of the {@link JobDocument}
 * @param reason for people
 */
public record JobWithdrawn(long timeMillis, String job, String reason) implements CoordinatorBody {

    static JobWithdrawn read(JsonFields json) {
        return new JobWithdrawn(
                Fields.time(json),
                Fields.digest(json, "job"),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.JOB_WITHDRAWN;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("job", job)
                .put("reason", reason)
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization approves a job, where the charter asks for approvals: what it signs is the job's definition.
 *
 * @param job digest of the {@link JobDocument}
 */
public record Approval(long timeMillis, String organization, long seq, String job) implements PartyBody {

    static Approval read(JsonFields json) {
        return new Approval(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.digest(json, "job"));
    }

    @Override
    public EntryType type() {
        return EntryType.APPROVAL;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("job", job)
                .build();
    }
}

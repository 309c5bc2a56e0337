package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A worker leaves by itself: the last entry of its key.
 *
 * @param seq counts with the worker's usage claims
 * @param reason printable ASCII, at most {@link Limits#MAX_DETAIL_CHARACTERS} characters
 */
public record Departure(long timeMillis, String organization, String worker, long seq, String reason) implements PartyBody {

    public WorkerId workerId() {
        return new WorkerId(organization, worker);
    }

    static Departure read(JsonFields json) {
        return new Departure(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.name(json, "worker"),
                Fields.number(json, "seq"),
                Fields.reason(json));
    }

    @Override
    public EntryType type() {
        return EntryType.DEPARTURE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("worker", worker)
                .put("seq", seq)
                .put("reason", reason)
                .build();
    }
}

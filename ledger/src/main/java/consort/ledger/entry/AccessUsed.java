package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A person used the invite of an {@link Access} entry: a certificate is issued.
 *
 * @param name the person's
 */
public record AccessUsed(long timeMillis, String organization, String name, String inviteHash) implements CoordinatorBody {

    static AccessUsed read(JsonFields json) {
        return new AccessUsed(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.name(json, "name"),
                Fields.digest(json, "inviteHash"));
    }

    @Override
    public EntryType type() {
        return EntryType.ACCESS_USED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("name", name)
                .put("inviteHash", inviteHash)
                .build();
    }
}

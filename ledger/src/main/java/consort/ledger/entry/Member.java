package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization used its invitation. It is active once its {@link Acceptance} stands in the next entry.
 *
 * @param key the organization's verifier key
 */
public record Member(long timeMillis, String organization, String key, String inviteHash) implements CoordinatorBody {

    static Member read(JsonFields json) {
        return new Member(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.key(json, "key"),
                Fields.digest(json, "inviteHash"));
    }

    @Override
    public EntryType type() {
        return EntryType.MEMBER;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("key", key)
                .put("inviteHash", inviteHash)
                .build();
    }
}

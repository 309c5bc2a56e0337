package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization accepts the charter: the first entry of its key.
 *
 * @param charter digest of the {@link CharterDocument}
 */
public record Acceptance(long timeMillis, String organization, long seq, String charter) implements PartyBody {

    static Acceptance read(JsonFields json) {
        return new Acceptance(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.digest(json, "charter"));
    }

    @Override
    public EntryType type() {
        return EntryType.ACCEPTANCE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("charter", charter)
                .build();
    }
}

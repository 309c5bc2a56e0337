package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization accepts the charter, and its place in the cost share: the first entry of its key.
 *
 * @param charter digest of the {@link CharterDocument}
 * @param benefit as its {@link Invitation} says
 * @param tier as its {@link Invitation} says
 */
public record Acceptance(long timeMillis, String organization, long seq, String charter, long benefit, long tier)
        implements PartyBody {

    static Acceptance read(JsonFields json) {
        return new Acceptance(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.digest(json, "charter"),
                json.integer("benefit", 0, Invitation.MAX_SHARE_UNITS),
                json.integer("tier", 0, Invitation.MAX_SHARE_UNITS));
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
                .put("benefit", benefit)
                .put("tier", tier)
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The operator invites an organization.
 *
 * @param inviteHash digest of the public half of the key that the invite's secret yields
 * @param expiresMillis the last moment at which it can be used
 * @param benefit the organization's benefit in the cost share, in any unit that all share
 * @param tier its tier in the cost share
 */
public record Invitation(
        long timeMillis,
        String organization,
        String inviteHash,
        long expiresMillis,
        long benefit,
        long tier) implements CoordinatorBody {

    /** The largest benefit and the highest tier. */
    public static final long MAX_SHARE_UNITS = 1_000_000_000_000L;

    /** No organization's: the log's own key is exported under it. */
    public static final String RESERVED_NAME = "log";

    static Invitation read(JsonFields json) {
        return new Invitation(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.digest(json, "inviteHash"),
                Fields.natural(json, "expiresMillis"),
                json.integer("benefit", 0, MAX_SHARE_UNITS),
                json.integer("tier", 0, MAX_SHARE_UNITS));
    }

    @Override
    public EntryType type() {
        return EntryType.INVITATION;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("inviteHash", inviteHash)
                .put("expiresMillis", expiresMillis)
                .put("benefit", benefit)
                .put("tier", tier)
                .build();
    }
}

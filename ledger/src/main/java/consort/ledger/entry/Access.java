package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * An organization invites one of its people, who may read and never signs an entry.
 *
 * @param name the person's, among those of the organization; workers have names of their own
 * @param inviteHash digest of the public half of the key that the invite's secret yields for enrollment
 * @param expiresMillis the last moment at which the invite can be used
 */
public record Access(long timeMillis, String organization, long seq, String name, Access.Role role, String inviteHash,
        long expiresMillis) implements PartyBody {

    /** What a person may read. */
    public enum Role {
        /** The ledger, models, and how its organization stands. */
        MEMBER,
        /** The ledger. */
        AUDITOR;

        public String text() {
            return Fields.text(this);
        }
    }

    static Access read(JsonFields json) {
        return new Access(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.number(json, "seq"),
                Fields.name(json, "name"),
                Fields.constant(json, "role", Access.Role.class),
                Fields.digest(json, "inviteHash"),
                Fields.natural(json, "expiresMillis"));
    }

    @Override
    public EntryType type() {
        return EntryType.ACCESS;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .put("seq", seq)
                .put("name", name)
                .put("role", role.text())
                .put("inviteHash", inviteHash)
                .put("expiresMillis", expiresMillis)
                .build();
    }
}

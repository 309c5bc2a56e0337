package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A certificate authority begins or ceases to count, beside that of the charter.
 *
 * @param certificate SHA-256 of the authority's certificate in DER, which is its fingerprint; where one is added, the
 *     certificate itself is a document
 */
public record Authority(long timeMillis, String certificate, Authority.Action action) implements CoordinatorBody {

    /** What becomes of it. */
    public enum Action {
        /** Its certificates count from now on, and it issues all new ones. */
        ADDED,
        /** Its certificates count no more. */
        RETIRED;

        public String text() {
            return Fields.text(this);
        }
    }

    static Authority read(JsonFields json) {
        return new Authority(
                Fields.time(json),
                Fields.digest(json, "certificate"),
                Fields.constant(json, "action", Authority.Action.class));
    }

    @Override
    public EntryType type() {
        return EntryType.AUTHORITY;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("certificate", certificate)
                .put("action", action.text())
                .build();
    }
}

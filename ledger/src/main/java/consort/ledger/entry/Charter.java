package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The founding entry, at index 0.
 *
 * @param charter digest of the {@link CharterDocument}
 * @param authority SHA-256 fingerprint of the certificate authority
 * @param logKey verifier key of the log, which signs this entry too
 */
public record Charter(long timeMillis, String charter, String authority, String logKey) implements CoordinatorBody {

    static Charter read(JsonFields json) {
        return new Charter(
                Fields.time(json),
                Fields.digest(json, "charter"),
                Fields.digest(json, "authority"),
                Fields.key(json, "logKey"));
    }

    @Override
    public EntryType type() {
        return EntryType.CHARTER;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("charter", charter)
                .put("authority", authority)
                .put("logKey", logKey)
                .build();
    }
}

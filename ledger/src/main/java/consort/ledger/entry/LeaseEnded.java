package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * A lease ended without a claim.
 */
public record LeaseEnded(long timeMillis, long lease, LeaseEnded.Reason reason) implements CoordinatorBody {

    /** Why it ended. */
    public enum Reason {
        EXPIRED,
        DROPOUT,
        HANDED_BACK,
        RUN_ENDED;

        public String text() {
            return Fields.text(this);
        }
    }

    static LeaseEnded read(JsonFields json) {
        return new LeaseEnded(
                Fields.time(json),
                Fields.number(json, "lease"),
                Fields.constant(json, "reason", LeaseEnded.Reason.class));
    }

    @Override
    public EntryType type() {
        return EntryType.LEASE_ENDED;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("lease", lease)
                .put("reason", reason.text())
                .build();
    }
}

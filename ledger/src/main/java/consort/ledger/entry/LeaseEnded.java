package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * A lease ended without a claim.
 *
 * @param detail what its worker said when it handed the task back, in at most {@link Limits#MAX_DETAIL_CHARACTERS} characters
 */
public record LeaseEnded(long timeMillis, long lease, LeaseEnded.Reason reason, Optional<String> detail)
        implements CoordinatorBody {

    /** Without a word of the worker. */
    public LeaseEnded(long timeMillis, long lease, LeaseEnded.Reason reason) {
        this(timeMillis, lease, reason, Optional.empty());
    }

    /** Why it ended. */
    public enum Reason {
        EXPIRED,
        DROPOUT,
        HANDED_BACK,
        RUN_ENDED,
        /** Its worker was evicted. */
        EVICTED,
        /** Its worker was revoked or withdrawn, or left. */
        REVOKED;

        public String text() {
            return Fields.text(this);
        }
    }

    static LeaseEnded read(JsonFields json) {
        return new LeaseEnded(
                Fields.time(json),
                Fields.number(json, "lease"),
                Fields.constant(json, "reason", LeaseEnded.Reason.class),
                Fields.optional(json, "detail", (fields, name) -> fields.text(name, Limits.MAX_DETAIL_CHARACTERS)));
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
                .putIfPresent("detail", Fields.json(detail))
                .build();
    }
}

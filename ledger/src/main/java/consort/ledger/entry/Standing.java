package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * The operator says what an organization's workers, or one of them, may do from now on.
 *
 * @param worker one of the organization's; empty: all of them, now and later
 * @param reason for people
 */
public record Standing(long timeMillis, String organization, Optional<String> worker, Standing.Level standing, String reason)
        implements CoordinatorBody {

    /** What is left to a worker, from most to least. */
    public enum Level {
        /** Everything. */
        ACTIVE,
        /** To finish what it has: it gets no new lease. */
        DRAINING,
        /** Nothing: it gets no session either. */
        EVICTED;

        public String text() {
            return Fields.text(this);
        }

        /** The one of the two that leaves less. */
        public Level stricter(Level other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    static Standing read(JsonFields json) {
        return new Standing(
                Fields.time(json),
                Fields.name(json, "organization"),
                Fields.optional(json, "worker", Fields::name),
                Fields.constant(json, "standing", Level.class),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.STANDING;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("organization", organization)
                .putIfPresent("worker", Fields.json(worker))
                .put("standing", standing.text())
                .put("reason", reason)
                .build();
    }
}

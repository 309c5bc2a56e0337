package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * What became of a dispute. One that was upheld is put right by entries of their own, which may name it, in the next bill.
 *
 * @param dispute index of its entry
 * @param reason for people
 */
public record Resolution(long timeMillis, long dispute, Outcome outcome, String reason) implements CoordinatorBody {

    /** Whether the disputant was right. */
    public enum Outcome {
        UPHELD, REJECTED;

        public String text() {
            return Fields.text(this);
        }
    }

    static Resolution read(JsonFields json) {
        return new Resolution(
                Fields.time(json),
                Fields.natural(json, "dispute"),
                Fields.constant(json, "outcome", Outcome.class),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS));
    }

    @Override
    public EntryType type() {
        return EntryType.RESOLUTION;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("dispute", dispute)
                .put("outcome", outcome.text())
                .put("reason", reason)
                .build();
    }
}

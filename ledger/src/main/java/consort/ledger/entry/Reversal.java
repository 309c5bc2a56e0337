package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.OptionalLong;

/**
 * Of a claim that was observed, other device time counts than was accepted. In the open period that changes its sums; a closed
 * period stays as it is, and the next close posts what its bill would have been otherwise.
 *
 * @param claim index of the claim's entry
 * @param lease that it answered first
 * @param beforeMillis device time that counted until now: of the observation, or of the claim's last reversal
 * @param acceptedMillis device time that counts from now on; at most what was claimed
 * @param reason for people
 * @param dispute index of the dispute that it follows from, if there is one
 */
public record Reversal(
        long timeMillis, long claim, long lease, long beforeMillis, long acceptedMillis, String reason, OptionalLong dispute)
        implements CoordinatorBody {

    static Reversal read(JsonFields json) {
        return new Reversal(
                Fields.time(json),
                Fields.natural(json, "claim"),
                Fields.number(json, "lease"),
                Fields.natural(json, "beforeMillis"),
                Fields.natural(json, "acceptedMillis"),
                json.text("reason", Limits.MAX_DETAIL_CHARACTERS),
                Fields.optionalLong(json, "dispute", Fields::natural));
    }

    /** What counts more, or less when negative. */
    public long deltaMillis() {
        return acceptedMillis - beforeMillis;
    }

    @Override
    public EntryType type() {
        return EntryType.REVERSAL;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("claim", claim)
                .put("lease", lease)
                .put("beforeMillis", beforeMillis)
                .put("acceptedMillis", acceptedMillis)
                .put("reason", reason)
                .putIfPresent("dispute", Fields.json(dispute))
                .build();
    }
}

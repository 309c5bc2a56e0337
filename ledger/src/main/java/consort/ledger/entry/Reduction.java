package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * One cut of what a claim says.
 *
 * @param reason a {@link Reasons} code
 * @param millis device time that does not count
 * @param millijoules energy that does not count
 */
public record Reduction(String reason, long millis, long millijoules) {

    /** As many as there are codes. */
    private static final int MAX_REDUCTIONS = 8;
    private static final long MAX_CUT_MILLIJOULES = 2 * Meters.MAX_MILLIJOULES;

    /** A cut of device time. */
    public Reduction(String reason, long millis) {
        this(reason, millis, 0);
    }

    static List<Reduction> readAll(JsonFields json, String field) {
        return json.has(field) ? json.objects(field, MAX_REDUCTIONS, Reduction::read) : List.of();
    }

    private static Reduction read(JsonFields json) {
        return new Reduction(Fields.name(json, "reason"), Fields.natural(json, "millis"),
                json.has("millijoules") ? json.integer("millijoules", 1, MAX_CUT_MILLIJOULES) : 0);
    }

    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().put("reason", reason).put("millis", millis);
        if (millijoules > 0) {
            json.put("millijoules", millijoules);
        }
        return json.build();
    }

    /** As the entry has it: messages of an audit show it. */
    @Override
    public String toString() {
        return json().canonicalText();
    }
}

package consort.worker.control;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;

/**
 * How the last process that ran a worker ended, as far as it could say so.
 *
 * @param exitCode those of docs/join.md
 * @param reason one sentence
 * @param left whether the worker has left the consortium
 */
public record Ending(long wallMillis, int exitCode, String reason, boolean left) {

    private static final int MAX_EXIT_CODE = 255;
    private static final int MAX_REASON = 16_384;

    static Ending of(JsonObject json) {
        JsonFields fields = json.fields();
        Ending ending = new Ending(fields.integer("wallMillis", 0, JsonValue.MAX_INTEGER), fields.count("exitCode", 0, MAX_EXIT_CODE),
                fields.text("reason", MAX_REASON), fields.flag("left"));
        fields.end();
        return ending;
    }

    /** As the file has it, and {@code worker status --json}. */
    public JsonObject json() {
        return JsonObject.builder().put("wallMillis", wallMillis).put("exitCode", exitCode).put("reason", reason).put("left", left)
                .build();
    }
}

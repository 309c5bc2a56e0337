package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;

/**
 * How fast the reference device trains: the benchmark of one trainer, which each worker repeats, and what it gave there.
 *
 * @param trainer its name, as in jobs
 * @param data name of the data set to train on
 * @param steps steps of the benchmark, 1 to {@link #MAX_STEPS}
 * @param stepsPerSecondMilli thousandths of a step that the reference device does in a second
 * @param settings passed to the trainer: named integers, as those of a job
 */
public record ReferenceSpeed(String trainer, String data, long steps, long stepsPerSecondMilli, JsonObject settings) {

    /** A benchmark is short. */
    public static final long MAX_STEPS = 1_000_000;

    /** Of one charter. */
    static final int MAX_REFERENCES = 100;

    private static final long MAX_SPEED_MILLI = 1_000_000_000_000L;

    private static ReferenceSpeed read(JsonFields json) {
        return new ReferenceSpeed(
                Fields.name(json, "trainer"),
                Fields.name(json, "data"),
                json.integer("steps", 1, MAX_STEPS),
                json.integer("stepsPerSecondMilli", 1, MAX_SPEED_MILLI),
                Settings.read(json));
    }

    /** Those of a charter, which names none, or at least one in the order of the trainers' names. */
    static List<ReferenceSpeed> readAll(JsonFields charter, String field) {
        if (!charter.has(field)) {
            return List.of();
        }
        List<ReferenceSpeed> references = charter.objects(field, MAX_REFERENCES, ReferenceSpeed::read);
        if (references.isEmpty()) {
            throw charter.error(field, "at least one reference speed, or no such field");
        }
        for (int i = 1; i < references.size(); i++) {
            String before = references.get(i - 1).trainer();
            String trainer = references.get(i).trainer();
            if (before.compareTo(trainer) >= 0) {
                throw JsonException.about(field, ": expected each trainer once, in the order of their names, found "
                        + before + " before " + trainer);
            }
        }
        return references;
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("trainer", trainer)
                .put("data", data)
                .put("steps", steps)
                .put("stepsPerSecondMilli", stepsPerSecondMilli)
                .put("settings", settings)
                .build();
    }
}

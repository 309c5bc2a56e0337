package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.OptionalLong;

/**
 * What the counters of a machine showed over a task. A counter that was not there, could not be read or went backwards is
 * empty, and the word {@code absent} in JSON: 0 is a reading.
 *
 * @param cpuMillis processor time of the trainer and of all processes it started
 * @param cpuMillijoules energy of the processor packages, of the whole machine: no counter tells one process from another
 * @param gpuMillijoules energy of the GPUs that were lent
 */
public record Meters(OptionalLong cpuMillis, OptionalLong cpuMillijoules, OptionalLong gpuMillijoules) {

    /** Nothing could be read. */
    public static final Meters ABSENT = new Meters(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Of one task and kind of device: 277,777 kWh. */
    public static final long MAX_MILLIJOULES = 1_000_000_000_000_000L;

    private static final String WORD = "absent";

    static Meters read(JsonFields claim, String field) {
        JsonFields json = claim.object(field);
        Meters meters = new Meters(reading(json, "cpuMillis", JsonValue.MAX_INTEGER), reading(json, "cpuMillijoules", MAX_MILLIJOULES),
                reading(json, "gpuMillijoules", MAX_MILLIJOULES));
        json.end();
        return meters;
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("cpuMillis", json(cpuMillis))
                .put("cpuMillijoules", json(cpuMillijoules))
                .put("gpuMillijoules", json(gpuMillijoules))
                .build();
    }

    private static OptionalLong reading(JsonFields json, String field, long max) {
        return json.isWord(field, WORD) ? OptionalLong.empty() : OptionalLong.of(json.integer(field, 0, max));
    }

    private static JsonValue json(OptionalLong reading) {
        return reading.isPresent() ? new JsonInteger(reading.getAsLong()) : new JsonString(WORD);
    }
}

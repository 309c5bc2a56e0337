package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.OptionalLong;

/**
 * What a charter says of metering. Where it does, claims are held against each other by device, against the speed of the
 * benchmark, and their energy against the rated power.
 *
 * @param pueMilli thousandths of the energy of a whole site by that of its devices
 * @param gramsPerKwh greenhouse gases of a kilowatt-hour, in grams of CO2 equivalent
 */
public record Metering(OptionalLong pueMilli, OptionalLong gramsPerKwh) {

    /** Without figures for carbon. */
    public static final Metering PLAIN = new Metering(OptionalLong.empty(), OptionalLong.empty());

    private static final long MAX_PUE_MILLI = 10_000;
    private static final long MAX_GRAMS_PER_KWH = 10_000;

    static Metering read(JsonFields charter, String field) {
        JsonFields json = charter.object(field);
        Metering metering = new Metering(
                Fields.optionalLong(json, "pueMilli", (fields, name) -> fields.integer(name, 1000, MAX_PUE_MILLI)),
                Fields.optionalLong(json, "gramsPerKwh", (fields, name) -> fields.integer(name, 0, MAX_GRAMS_PER_KWH)));
        json.end();
        return metering;
    }

    JsonObject json() {
        return JsonObject.builder()
                .putIfPresent("pueMilli", Fields.json(pueMilli))
                .putIfPresent("gramsPerKwh", Fields.json(gramsPerKwh))
                .build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.money.Amounts;
import java.util.OptionalLong;

/**
 * What a charter says of the bounds of bills. All of it holds for one period, however long.
 *
 * @param byDay whether who joins or leaves within a period bears a share, a floor and a commitment for its days only, counted in
 *     UTC by ledger time
 * @param capMinor what each member bears at most, in minor units
 * @param floorMinor what each member bears at least, in minor units
 * @param commitmentMillis normalized device time that each member promises; what it lends less, at the rate, raises its floor
 * @param periodDays of ledger time that a period lasts at least, so that it cannot be cut into many with a cap and a floor each; 0: no such bound
 */
public record BillTerms(boolean byDay, OptionalLong capMinor, long floorMinor, long commitmentMillis, long periodDays) {

    /** Shares follow from weights alone, whenever somebody joined. */
    public static final BillTerms NONE = new BillTerms(false, OptionalLong.empty(), 0, 0);

    private static final String TERMS = "terms";
    private static final long MAX_MINOR = 1_000_000_000_000_000L;
    private static final long MAX_COMMITMENT_MILLIS = 1_000_000_000_000_000L;

    private static final long DAY_MILLIS = 86_400_000;
    private static final long MAX_PERIOD_DAYS = 366;

    /** Of periods of any length. */
    public BillTerms(boolean byDay, OptionalLong capMinor, long floorMinor, long commitmentMillis) {
        this(byDay, capMinor, floorMinor, commitmentMillis, 0);
    }

    /** @throws JsonException when the floor is above the cap */
    public BillTerms {
        if (floorMinor > capMinor.orElse(Amounts.MAX_MINOR)) {
            throw JsonException.about("terms.floorMinor", ": expected at most capMinor, " + capMinor.getAsLong() + ", found " + floorMinor);
        }
    }

    /** Ledger time before which a period that began then is not closed. */
    public long closesMillis(long sinceMillis) {
        return Math.addExact(sinceMillis, periodDays * DAY_MILLIS);
    }

    /** The terms of a charter; {@link #NONE} have no field, so that the digests of charters without are those of earlier versions. */
    static BillTerms read(JsonFields charter) {
        if (!charter.has(TERMS)) {
            return NONE;
        }
        JsonFields json = charter.object(TERMS);
        BillTerms terms = new BillTerms(
                json.flag("byDay"),
                Fields.optionalLong(json, "capMinor", (fields, name) -> fields.integer(name, 0, MAX_MINOR)),
                json.has("floorMinor") ? json.integer("floorMinor", 1, MAX_MINOR) : 0,
                json.has("commitmentMillis") ? json.integer("commitmentMillis", 1, MAX_COMMITMENT_MILLIS) : 0,
                json.has("periodDays") ? json.integer("periodDays", 1, MAX_PERIOD_DAYS) : 0);
        json.end();
        if (terms.equals(NONE)) {
            throw charter.error(TERMS, "at least one term, or no such field");
        }
        return terms;
    }

    void write(JsonObject.Builder charter) {
        if (!equals(NONE)) {
            charter.put(TERMS, json());
        }
    }

    private JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().put("byDay", byDay).putIfPresent("capMinor", Fields.json(capMinor));
        if (floorMinor > 0) {
            json.put("floorMinor", floorMinor);
        }
        if (commitmentMillis > 0) {
            json.put("commitmentMillis", commitmentMillis);
        }
        if (periodDays > 0) {
            json.put("periodDays", periodDays);
        }
        return json.build();
    }
}

package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model of the ledger is released under a name and version, which no other model bears.
 *
 * @param round the round that closed with it; 0 for a run's initial model
 * @param model its digest
 * @param modelVersion such as {@code 1.0.2}
 * @param license an SPDX identifier, or words
 * @param notes for people
 */
public record ModelRelease(long timeMillis, long run, long round, String model, String name, String modelVersion, String license,
        Optional<String> notes) implements CoordinatorBody {

    /** What a version is made of: a file may bear it. */
    public static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,39}");

    public static final String VERSION_FORM = "1 to 40 characters of A-Z, a-z, 0-9, '.', '+', '_' and '-', beginning with a letter or digit";

    /** What a name is made of. */
    public static final Pattern NAME = Fields.NAME;

    public static final String NAME_FORM = Fields.NAME_FORM;

    static ModelRelease read(JsonFields json) {
        return new ModelRelease(
                Fields.time(json),
                Fields.number(json, "run"),
                Fields.natural(json, "round"),
                Fields.digest(json, "model"),
                Fields.name(json, "name"),
                json.text("modelVersion", VERSION, VERSION_FORM),
                json.text("license", Limits.MAX_DETAIL_CHARACTERS),
                Fields.optional(json, "notes", (fields, name) -> fields.text(name, Limits.MAX_DETAIL_CHARACTERS)));
    }

    /** Such as {@code fashion 1.0.2}. */
    public String title() {
        return name + " " + modelVersion;
    }

    @Override
    public EntryType type() {
        return EntryType.MODEL_RELEASE;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("run", run)
                .put("round", round)
                .put("model", model)
                .put("name", name)
                .put("modelVersion", modelVersion)
                .put("license", license)
                .putIfPresent("notes", Fields.json(notes))
                .build();
    }
}

package consort.coordinator.cli;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.settings.Settings;
import consort.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference speeds of a charter to be, as people write them: a mapping from trainers to their benchmarks.
 *
 * @param trainers in the order in which their benchmarks stand in a charter
 * @param references the benchmarks as they stand there; the charter has the last word on their fields
 */
record ReferencesFile(Settings yaml, List<String> trainers, List<JsonObject> references) {

    private static final Pattern FIELD = Pattern.compile("references\\[([0-9]{1,4})](\\..*)?");

    /** @throws SettingsException naming the file, the line and what is wrong there */
    static ReferencesFile read(Path file) {
        Settings yaml = Settings.read(file);
        List<String> trainers = new ArrayList<>();
        List<JsonObject> references = new ArrayList<>();
        for (Map.Entry<String, JsonValue> trainer : yaml.json(Set.of()).members().entrySet()) {
            trainers.add(trainer.getKey());
            references.add(reference(yaml, trainer.getKey(), trainer.getValue()));
        }
        return new ReferencesFile(yaml, trainers, references);
    }

    private static JsonObject reference(Settings yaml, String trainer, JsonValue benchmark) {
        if (!(benchmark instanceof JsonObject written)) {
            throw yaml.error(trainer, "must be a mapping with data, steps, stepsPerSecondMilli and perhaps settings, not "
                    + benchmark.canonicalText());
        }
        if (written.members().containsKey("trainer")) {
            throw yaml.error(trainer + ".trainer", "is not needed: the trainer is " + trainer + " already");
        }
        JsonObject.Builder reference = JsonObject.builder().put("trainer", trainer);
        written.members().forEach(reference::put);
        if (!written.members().containsKey("settings")) {
            reference.put("settings", JsonObject.EMPTY);
        }
        return reference.build();
    }

    /** What the charter cannot take, at the line where it was written; empty when it is about something else. */
    Optional<SettingsException> fault(JsonException unfit) {
        return unfit.field().map(FIELD::matcher).filter(Matcher::matches).map(field -> {
            String key = trainers.get(Integer.parseInt(field.group(1))) + Optional.ofNullable(field.group(2)).orElse("");
            return yaml.error(key, unfit.problem());
        });
    }
}

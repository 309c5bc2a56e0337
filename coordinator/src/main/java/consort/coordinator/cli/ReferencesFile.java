package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reference speeds of a charter to be, as people write them: a mapping from trainers to their benchmarks. */
final class ReferencesFile {

    private ReferencesFile() {
    }

    /**
     * As they stand in a charter, which has the last word on their fields.
     *
     * @throws CommandException naming the file, the line and what is wrong there
     */
    static List<JsonObject> read(Path file) {
        return YamlFile.read(file, new YamlKeys(Map.of()), Set.of()).members().entrySet().stream()
                .map(trainer -> reference(file, trainer.getKey(), trainer.getValue())).toList();
    }

    private static JsonObject reference(Path file, String trainer, JsonValue benchmark) {
        if (!(benchmark instanceof JsonObject written)) {
            throw new CommandException(ExitCode.USAGE, file + ": '" + trainer
                    + "': expected data, steps, stepsPerSecondMilli and perhaps settings, found " + benchmark.canonicalText());
        }
        if (written.members().containsKey("trainer")) {
            throw new CommandException(ExitCode.USAGE, file + ": '" + trainer + ".trainer': the trainer is '" + trainer + "' already");
        }
        JsonObject.Builder reference = JsonObject.builder().put("trainer", trainer);
        written.members().forEach(reference::put);
        if (!written.members().containsKey("settings")) {
            reference.put("settings", JsonObject.EMPTY);
        }
        return reference.build();
    }
}

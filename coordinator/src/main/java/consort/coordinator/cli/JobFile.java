package consort.coordinator.cli;

import consort.ledger.entry.JobDocument;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A job as people write it. What it leaves out takes the defaults here; the job in the ledger leaves nothing out. */
final class JobFile {

    private static final Map<String, JsonValue> DEFAULTS = Map.of(
            "weights", new JsonString("assigned-steps"),
            "gatherSeconds", new JsonInteger(10),
            "waitSeconds", new JsonInteger(600),
            "dropoutSeconds", new JsonInteger(60),
            "maxAbandonedRounds", new JsonInteger(3),
            "maxUpdateBytes", new JsonInteger(1L << 30),
            "settings", JsonObject.EMPTY);

    private JobFile() {
    }

    /**
     * Reads a job.
     *
     * @param model digest of the model file given beside it; the file may then leave {@code model} out
     * @throws CommandException naming file, key and value
     */
    static JobDocument read(Path file, Optional<String> model) {
        JsonObject written = YamlFile.read(file, Set.of("maxUpdateNorm"));
        JsonObject.Builder whole = JsonObject.builder();
        written.members().forEach(whole::put);
        DEFAULTS.forEach((key, value) -> {
            if (!written.members().containsKey(key)) {
                whole.put(key, value);
            }
        });
        try {
            model.ifPresent(digest -> requireSame(written, digest, whole));
            return JobDocument.read(whole.build());
        } catch (JsonException unfit) {
            throw new CommandException(ExitCode.USAGE, file + ": "
                    + unfit.getMessage().replace("maxUpdateNormMillionths", "maxUpdateNorm"));
        }
    }

    private static void requireSame(JsonObject written, String digest, JsonObject.Builder whole) {
        JsonValue model = written.members().get("model");
        if (model == null) {
            whole.put("model", digest);
        } else if (!model.equals(new JsonString(digest))) {
            throw new JsonException("field 'model': the file given with --model has the digest " + digest + ", found "
                    + model.canonicalText());
        }
    }
}

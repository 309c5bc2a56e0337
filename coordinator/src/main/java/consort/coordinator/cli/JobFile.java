package consort.coordinator.cli;

import consort.ledger.entry.JobDocument;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.settings.Keys;
import consort.settings.Settings;
import consort.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A job as people write it. What it leaves out takes the defaults here; the job in the ledger leaves nothing out. */
final class JobFile {

    private static final Map<String, JsonValue> DEFAULTS = Map.of(
            "weights", new JsonString("assigned-steps"),
            "gatherSeconds", new JsonInteger(10),
            "waitSeconds", new JsonInteger(7 * 24 * 60 * 60),
            "dropoutSeconds", new JsonInteger(60),
            "maxAbandonedRounds", new JsonInteger(3),
            "maxUpdateBytes", new JsonInteger(1L << 30),
            "settings", JsonObject.EMPTY);

    private static final String STEPS = "steps";
    private static final String LEAST_STEPS = "leastSteps";
    /** So many times as long may a worker take for a task, and still bring updates. */
    private static final int SHORTEST_PART = 8;

    private static final String NORM = "maxUpdateNorm";
    private static final String NORM_FIELD = NORM + "Millionths";
    private static final Set<String> DECIMALS = Set.of(NORM);
    private static final Keys KEYS = new Keys(Map.of("", components(JobDocument.class),
            "cohort", components(JobDocument.Cohort.class), "evaluate", components(JobDocument.Evaluate.class)));

    private JobFile() {
    }

    /**
     * Reads a job.
     *
     * @param model digest of the model file given beside it; the file may then leave {@code model} out
     * @throws SettingsException naming file, line, key and value
     * @throws CommandException when there is no model
     */
    static JobDocument read(Path file, Optional<String> model) {
        Settings yaml = Settings.read(file, KEYS);
        JsonObject written = yaml.json(DECIMALS);
        JsonObject.Builder whole = JsonObject.builder();
        written.members().forEach(whole::put);
        DEFAULTS.forEach((key, value) -> {
            if (!written.members().containsKey(key)) {
                whole.put(key, value);
            }
        });
        if (!written.members().containsKey(LEAST_STEPS) && written.members().get(STEPS) instanceof JsonInteger steps && steps.value() > 0) {
            whole.put(LEAST_STEPS, new JsonInteger(Math.max(1, steps.value() / SHORTEST_PART)));
        }
        if (model.isEmpty() && !written.members().containsKey("model")) {
            throw new CommandException(ExitCode.USAGE, file + " names no initial model: give its file with --model FILE"
                    + " ('consort worker init-model' makes one), or its digest as 'model'");
        }
        try {
            model.ifPresent(digest -> requireSame(written, digest, whole));
            return JobDocument.read(whole.build());
        } catch (JsonException unfit) {
            throw yaml.error(unfit, DECIMALS);
        }
    }

    private static void requireSame(JsonObject written, String digest, JsonObject.Builder whole) {
        JsonValue model = written.members().get("model");
        if (model == null) {
            whole.put("model", digest);
        } else if (!model.equals(new JsonString(digest))) {
            throw JsonException.about("model", ": the file given with --model has the digest " + digest + ", found "
                    + model.canonicalText());
        }
    }

    /** A job's fields, as people write them. */
    private static Set<String> components(Class<? extends Record> part) {
        return Stream.of(part.getRecordComponents())
                .map(component -> component.getName().equals(NORM_FIELD) ? NORM : component.getName())
                .collect(Collectors.toUnmodifiableSet());
    }
}

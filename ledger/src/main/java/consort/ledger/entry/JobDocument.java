package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A job as it was submitted: YAML brought into canonical form.
 *
 * @param trainer name that a site maps to a command
 * @param model digest of the initial model
 * @param trainable names of the trainable tensors, as {@link TensorLists}; empty: every float32 tensor
 * @param data name of the data set to train on, which a site maps to a path
 * @param rounds rounds to close
 * @param steps steps of each train task
 * @param seed task seeds are derived from it
 * @param weights what the updates weigh in the sum
 * @param cohort how many workers a round takes
 * @param quorum accepted updates needed to close a round
 * @param gatherSeconds how long to wait for a full cohort once there is a minimal one
 * @param roundSeconds length of a train lease
 * @param waitSeconds how long to wait for a minimal cohort before the run is abandoned
 * @param dropoutSeconds how long a worker may be away before its lease ends
 * @param maxAbandonedRounds as many in a row are borne; one more ends the run
 * @param maxUpdateNormMillionths largest L2 norm of an update, in millionths
 * @param scales bits after the binary point of the exact sum for the tensors that do not take the default
 * @param settings passed to the trainer, as its protocol takes them: named integers
 * @param evaluate how each closed round's model is measured
 * @param stepWorkMilli what a step costs, in thousandths of a step of the charter's benchmark for its trainer; 1,000 if it is
 *     not given
 * @param leastSteps down to how many steps a worker's task is shortened whose tasks expire; as many as {@code steps} if it is not given
 */
public record JobDocument(
        String name,
        String trainer,
        String model,
        List<String> trainable,
        String data,
        int rounds,
        long steps,
        long seed,
        WeightRule weights,
        Cohort cohort,
        int quorum,
        int gatherSeconds,
        int roundSeconds,
        int waitSeconds,
        int dropoutSeconds,
        int maxAbandonedRounds,
        long maxUpdateNormMillionths,
        long maxUpdateBytes,
        SortedMap<String, Integer> scales,
        JsonObject settings,
        Optional<Evaluate> evaluate,
        OptionalLong stepWorkMilli,
        OptionalLong leastSteps) implements Document {

    private static final int MAX_SECONDS = (int) (Limits.MAX_DURATION_MILLIS / 1000);
    private static final long MAX_STEPS = 1_000_000_000;
    private static final long STEP_WORK_MILLI = 1000;
    private static final long MAX_STEP_WORK_MILLI = 1_000_000;

    public JobDocument {
        trainable = List.copyOf(trainable);
        scales = TensorLists.copyOf(scales);
    }

    /** What an update weighs before all are scaled to fit the exact sum. */
    public enum WeightRule {
        EQUAL,
        ASSIGNED_STEPS;

        public String text() {
            return Fields.text(this);
        }
    }

    /** How many workers a round takes. */
    public record Cohort(int min, int max) {

        static Cohort read(JsonFields json) {
            int min = json.count("min", 1, Limits.MAX_COHORT);
            Cohort cohort = new Cohort(min, json.count("max", min, Limits.MAX_COHORT));
            json.end();
            return cohort;
        }

        JsonObject json() {
            return JsonObject.builder().put("min", min).put("max", max).build();
        }
    }

    /** Measure each closed round's model on a data set, within so many seconds. */
    public record Evaluate(String data, int seconds) {

        static Evaluate read(JsonFields json) {
            Evaluate evaluate = new Evaluate(Fields.name(json, "data"), json.count("seconds", 1, MAX_SECONDS));
            json.end();
            return evaluate;
        }

        JsonObject json() {
            return JsonObject.builder().put("data", data).put("seconds", seconds).build();
        }
    }

    /**
     * Reads the stored form.
     *
     * @throws JsonException naming the field, what was expected and what was found
     */
    public static JobDocument parse(byte[] canonical) {
        return read(JsonObject.parse(canonical, Limits.MAX_DOCUMENT_BYTES));
    }

    /** Reads an object that was brought into canonical form, as from YAML. Throws as {@link #parse}. */
    public static JobDocument read(JsonObject object) {
        JsonFields json = object.fields();
        Cohort cohort = Cohort.read(json.object("cohort"));
        long steps = json.integer("steps", 1, MAX_STEPS);
        JobDocument job = new JobDocument(
                Fields.name(json, "name"),
                Fields.name(json, "trainer"),
                Fields.digest(json, "model"),
                TensorLists.names(json, "trainable"),
                Fields.name(json, "data"),
                json.count("rounds", 1, 1_000_000),
                steps,
                Fields.natural(json, "seed"),
                Fields.constant(json, "weights", WeightRule.class),
                cohort,
                json.count("quorum", 1, cohort.min()),
                json.count("gatherSeconds", 0, MAX_SECONDS),
                json.count("roundSeconds", 1, MAX_SECONDS),
                json.count("waitSeconds", 1, MAX_SECONDS),
                json.count("dropoutSeconds", 1, MAX_SECONDS),
                json.count("maxAbandonedRounds", 0, 1_000_000),
                Fields.number(json, "maxUpdateNormMillionths"),
                Fields.number(json, "maxUpdateBytes"),
                TensorLists.scales(json, "scales"),
                Settings.read(json),
                json.has("evaluate") ? Optional.of(Evaluate.read(json.object("evaluate"))) : Optional.empty(),
                Fields.optionalLong(json, "stepWorkMilli", (fields, field) -> fields.integer(field, 1, MAX_STEP_WORK_MILLI)),
                Fields.optionalLong(json, "leastSteps", (fields, field) -> fields.integer(field, 1, steps)));
        json.end();
        return job;
    }

    /** Steps of the shortest task of a worker that is too slow for {@link #steps}. */
    public long fewestSteps() {
        return leastSteps.orElse(steps);
    }

    /** The work of one train task of all steps: so many thousandths of a step of the charter's benchmark. */
    public long taskWorkMilli() {
        return Math.multiplyExact(steps, stepWorkMilli.orElse(STEP_WORK_MILLI));
    }

    /** How many steps of the charter's benchmark so many steps are, in thousandths. */
    public BigInteger workMilli(long ofSteps) {
        return BigInteger.valueOf(ofSteps).multiply(BigInteger.valueOf(stepWorkMilli.orElse(STEP_WORK_MILLI)));
    }

    @Override
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("name", name)
                .put("trainer", trainer)
                .put("model", model)
                .put("data", data)
                .put("rounds", rounds)
                .put("steps", steps)
                .put("seed", seed)
                .put("weights", weights.text())
                .put("cohort", cohort.json())
                .put("quorum", quorum)
                .put("gatherSeconds", gatherSeconds)
                .put("roundSeconds", roundSeconds)
                .put("waitSeconds", waitSeconds)
                .put("dropoutSeconds", dropoutSeconds)
                .put("maxAbandonedRounds", maxAbandonedRounds)
                .put("maxUpdateNormMillionths", maxUpdateNormMillionths)
                .put("maxUpdateBytes", maxUpdateBytes)
                .put("settings", settings)
                .putIfPresent("evaluate", evaluate.map(Evaluate::json))
                .putIfPresent("stepWorkMilli", Fields.json(stepWorkMilli))
                .putIfPresent("leastSteps", Fields.json(leastSteps));
        TensorLists.put(json, trainable, scales);
        return json.build();
    }
}

package consort.trainer.protocol;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One piece of work for a trainer. Paths are absolute; files are safetensors. Settings are a job's own named integers
 * (a fraction is given in a smaller unit, {@code learningRateMicros}), and a trainer ignores those it does not know.
 */
public sealed interface TrainerTask extends AgentMessage {

    /** Settings a task may carry. */
    int MAX_SETTINGS = 64;

    /** The largest integer that every JSON reader keeps exactly, 2^53 - 1. */
    long MAX_INTEGER = (1L << 53) - 1;

    /**
     * Make a new model.
     *
     * @param seed two initial models of one seed are equal, of different seeds different
     * @param output where to write all tensors
     */
    record Initialize(String task, long seed, Path output) implements TrainerTask {
        public Initialize {
            requireId(task);
            requireRange("seed", seed, 0);
            requireAbsolute("output", output);
        }
    }

    /**
     * Train a model.
     *
     * @param model the model to start from; not changed
     * @param data the shard's folder; what lies in it is between the job and the trainer
     * @param output where to write all tensors, the untouched ones too, in any valid order
     * @param steps optimizer steps to make, exactly
     * @param seed of the sampling
     * @param state a folder that is this run's and round's alone, if the trainer wants to keep something; it may be empty
     */
    record Train(String task, Path model, Path data, Path output, long steps, long seed, Map<String, Long> settings,
            Optional<Path> state) implements TrainerTask {
        public Train {
            requireId(task);
            requireAbsolute("model", model);
            requireAbsolute("data", data);
            requireAbsolute("output", output);
            requireRange("steps", steps, 1);
            requireRange("seed", seed, 0);
            settings = checked(settings);
            state.ifPresent(folder -> requireAbsolute("state", folder));
        }
    }

    /**
     * Measure a model on all samples of a folder.
     *
     * @param model the model to measure; not changed
     */
    record Evaluate(String task, Path model, Path data, Map<String, Long> settings) implements TrainerTask {
        public Evaluate {
            requireId(task);
            requireAbsolute("model", model);
            requireAbsolute("data", data);
            settings = checked(settings);
        }
    }

    /** Refuses a task id that is not 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}. */
    static void requireId(String task) {
        if (!Ids.PATTERN.matcher(task).matches()) {
            throw new IllegalArgumentException(
                    "task id must be 1 to 128 of A-Z a-z 0-9 . _ : - but is \"" + task + "\"");
        }
    }

    private static void requireAbsolute(String name, Path path) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(name + " must be an absolute path but is " + path);
        }
    }

    private static void requireRange(String name, long value, long least) {
        if (value < least || value > MAX_INTEGER) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + MAX_INTEGER + " but is " + value);
        }
    }

    private static SortedMap<String, Long> checked(Map<String, Long> settings) {
        if (settings.size() > MAX_SETTINGS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_SETTINGS + " settings fit in a task, not " + settings.size());
        }
        settings.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > 64) {
                throw new IllegalArgumentException("a setting's name has 1 to 64 characters, not \"" + name + "\"");
            }
            requireRange("setting " + name, value, -MAX_INTEGER);
        });
        return Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Holds the pattern, which an interface cannot keep private. */
    final class Ids {
        private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

        private Ids() {
        }
    }
}

package consort.worker.session;

import consort.ledger.entry.LogKeys;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.proto.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a task must be like before this worker takes it. */
final class AssignmentRules {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final long MAX_SEED = 1L << 48;
    private static final long MAX_DURATION_MILLIS = 366L * 24 * 3_600_000;
    private static final long MAX_STEPS = 1L << 40;
    private static final int MAX_TRAINABLE = 32_768;
    private static final int MAX_SETTINGS_BYTES = 32_768;
    private static final int MAX_SETTINGS = 64;

    /** An assignment, or why there is none. */
    sealed interface Checked {
    }

    record Taken(Assignment assignment) implements Checked {
    }

    /**
     * @param code sent to the coordinator
     * @param text for the person at the site
     */
    record Refused(String code, String text) implements Checked {
    }

    private AssignmentRules() {
    }

    /** @param wallMillis this machine's clock */
    static Checked check(Task task, Site site, LogKeys logKeys, long wallMillis) {
        Optional<String> wrong = wrongField(task).or(() -> LeaseRules.problem(task, site, logKeys));
        if (wrong.isPresent()) {
            return new Refused("malformed-task", wrong.get());
        }
        Optional<String> ahead = LeaseRules.ahead(task, wallMillis);
        if (ahead.isPresent()) {
            return new Refused("clock-differs", ahead.get());
        }
        TaskKind kind = TaskKind.of(task.getKind()).orElseThrow();
        if (!site.trainers().contains(task.getTrainer())) {
            return new Refused("unknown-trainer", "this site has no trainer \"" + PeerText.shown(task.getTrainer()) + "\"");
        }
        if (!site.data().contains(task.getData())) {
            return new Refused("unknown-data", "this site has no data set \"" + PeerText.shown(task.getData()) + "\"");
        }
        if (task.getDevices() > site.devices()) {
            return new Refused("too-few-devices", task.getDevices() + " devices asked for, " + site.devices() + " lent");
        }
        if (task.getModelSizeBytes() > site.maxModelBytes()) {
            return new Refused("model-too-large", "the model has " + task.getModelSizeBytes()
                    + " bytes; limits.modelBytes in worker.yaml is " + site.maxModelBytes());
        }
        return settings(task).<Checked>map(settings -> new Taken(assignment(task, kind, settings)))
                .orElseGet(() -> new Refused("unsupported-setting", "settings must be at most " + MAX_SETTINGS
                        + " named integers, not " + PeerText.shown(task.getSettings())));
    }

    /** Empty when a trainer could not be given them. */
    private static Optional<Map<String, Long>> settings(Task task) {
        if (task.getSettings().isEmpty()) {
            return Optional.of(Map.of());
        }
        try {
            Map<String, Long> settings = new TreeMap<>();
            JsonObject object = JsonObject.parse(task.getSettingsBytes().toByteArray(), MAX_SETTINGS_BYTES);
            object.members().forEach((name, value) -> {
                if (value instanceof JsonInteger(long integer) && !name.isEmpty() && name.length() <= 64) {
                    settings.put(name, integer);
                }
            });
            boolean whole = settings.size() == object.members().size() && settings.size() <= MAX_SETTINGS;
            return whole ? Optional.of(settings) : Optional.empty();
        } catch (JsonException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrongField(Task task) {
        boolean train = task.getKind().equals(TaskKind.TRAIN.word());
        if (TaskKind.of(task.getKind()).isEmpty()) {
            return Optional.of("kind is \"" + PeerText.shown(task.getKind()) + "\"");
        }
        if (task.getLease() < 1 || task.getRun() < 1 || task.getRound() < 0) {
            return Optional.of("lease " + task.getLease() + ", run " + task.getRun() + ", round " + task.getRound());
        }
        if (!DIGEST.matcher(task.getModel()).matches() || task.getModelSizeBytes() < 0) {
            return Optional.of("model is \"" + PeerText.shown(task.getModel()) + "\" of " + task.getModelSizeBytes() + " bytes");
        }
        if (task.getSteps() < (train ? 1 : 0) || task.getSteps() > MAX_STEPS) {
            return Optional.of("steps is " + task.getSteps());
        }
        if (task.getSeed() < 0 || task.getSeed() >= MAX_SEED) {
            return Optional.of("seed is " + task.getSeed());
        }
        if (task.getDurationMillis() < 1 || task.getDurationMillis() > MAX_DURATION_MILLIS) {
            return Optional.of("duration is " + task.getDurationMillis() + " ms");
        }
        if (task.getDevices() < 1) {
            return Optional.of("devices is " + task.getDevices());
        }
        if (task.getTrainableCount() > MAX_TRAINABLE) {
            return Optional.of(task.getTrainableCount() + " trainable tensors");
        }
        return task.getMaxUpdateBytes() < 0 ? Optional.of("maxUpdateBytes is " + task.getMaxUpdateBytes()) : Optional.empty();
    }

    private static Assignment assignment(Task task, TaskKind kind, Map<String, Long> settings) {
        return new Assignment(task.getLease(), task.getRun(), task.getRound(), kind, task.getTrainer(), task.getData(),
                task.getModel(), task.getModelSizeBytes(), task.getSteps(), task.getSeed(), task.getDurationMillis(),
                task.getDevices(), task.getTrainableList(), settings, task.getMaxUpdateBytes());
    }
}

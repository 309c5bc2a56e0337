package consort.trainer.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Messages as lines: one JSON object each, UTF-8, ended by a line feed, at most {@link #MAX_LINE_BYTES}. Fields that are
 * not known are ignored, so that a later version may add some; types that are not known are refused.
 */
public final class MessageCodec {

    /** The version of the protocol that this code speaks. */
    public static final int PROTOCOL = 1;

    /** The longest line, its end not counted. */
    public static final int MAX_LINE_BYTES = 64 << 10;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MessageCodec() {
    }

    /** The line for a message, without its end. */
    public static String encode(AgentMessage message) {
        return switch (message) {
            case TrainerTask.Initialize t -> object("init", t.task())
                    .put("seed", t.seed())
                    .put("output", t.output().toString()).toString();
            case TrainerTask.Train t -> {
                ObjectNode line = object("train", t.task())
                        .put("model", t.model().toString())
                        .put("data", t.data().toString())
                        .put("output", t.output().toString())
                        .put("steps", t.steps())
                        .put("seed", t.seed());
                putSettings(line, t.settings());
                line.put("state", t.state().map(Path::toString).orElse(null));
                yield line.toString();
            }
            case TrainerTask.Evaluate t -> {
                ObjectNode line = object("evaluate", t.task())
                        .put("model", t.model().toString())
                        .put("data", t.data().toString());
                putSettings(line, t.settings());
                yield line.toString();
            }
            case AgentMessage.Cancel c -> object("cancel", c.task()).toString();
        };
    }

    /** The line for a message, without its end. */
    public static String encode(TrainerMessage message) {
        return switch (message) {
            case TrainerMessage.Hello m -> JSON.createObjectNode()
                    .put("type", "hello")
                    .put("protocol", m.protocol())
                    .put("trainer", m.trainer())
                    .put("version", m.version()).toString();
            case TrainerMessage.Progress m -> {
                ObjectNode line = object("progress", m.task()).put("step", m.step()).put("steps", m.steps());
                putIfPresent(line, "lossMillionths", m.lossMillionths());
                yield line.toString();
            }
            case TrainerMessage.Done m -> {
                ObjectNode line = object("done", m.task());
                putIfPresent(line, "steps", m.steps());
                putIfPresent(line, "samples", m.samples());
                putIfPresent(line, "lossMillionths", m.lossMillionths());
                putIfPresent(line, "accuracyMillionths", m.accuracyMillionths());
                putIfPresent(line, "busyMillis", m.busyMillis());
                yield line.toString();
            }
            case TrainerMessage.Failed m -> object("failed", m.task()).put("reason", m.reason()).toString();
        };
    }

    /** Reads a line of an agent. */
    public static AgentMessage decodeAgent(String line) throws ProtocolException {
        var fields = new Fields(parse(line));
        try {
            String task = fields.text("task");
            return switch (fields.text("type")) {
                case "init" -> new TrainerTask.Initialize(task, fields.integer("seed"), fields.path("output"));
                case "train" -> new TrainerTask.Train(task, fields.path("model"), fields.path("data"),
                        fields.path("output"), fields.integer("steps"), fields.integer("seed"), fields.settings(),
                        fields.optionalPath("state"));
                case "evaluate" -> new TrainerTask.Evaluate(task, fields.path("model"), fields.path("data"),
                        fields.settings());
                case "cancel" -> new AgentMessage.Cancel(task);
                case String other -> throw new IllegalArgumentException("unknown message type \"" + other + "\"");
            };
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(e.getMessage(), fields.readableTask());
        }
    }

    /** Reads a line of a trainer. */
    public static TrainerMessage decodeTrainer(String line) throws ProtocolException {
        var fields = new Fields(parse(line));
        try {
            return switch (fields.text("type")) {
                case "hello" -> new TrainerMessage.Hello(Math.toIntExact(fields.integer("protocol")),
                        fields.text("trainer"), fields.text("version"));
                case "progress" -> new TrainerMessage.Progress(fields.text("task"), fields.integer("step"),
                        fields.integer("steps"), fields.optionalInteger("lossMillionths"));
                case "done" -> new TrainerMessage.Done(fields.text("task"), fields.optionalInteger("steps"),
                        fields.optionalInteger("samples"), fields.optionalInteger("lossMillionths"),
                        fields.optionalInteger("accuracyMillionths"), fields.optionalInteger("busyMillis"));
                case "failed" -> new TrainerMessage.Failed(fields.text("task"), fields.text("reason"));
                case String other -> throw new IllegalArgumentException("unknown message type \"" + other + "\"");
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ProtocolException(e.getMessage(), fields.readableTask());
        }
    }

    private static ObjectNode object(String type, String task) {
        return JSON.createObjectNode().put("type", type).put("task", task);
    }

    private static void putSettings(ObjectNode line, Map<String, Long> settings) {
        ObjectNode node = line.putObject("settings");
        settings.forEach(node::put);
    }

    private static void putIfPresent(ObjectNode line, String name, OptionalLong value) {
        value.ifPresent(v -> line.put(name, v));
    }

    private static JsonNode parse(String line) throws ProtocolException {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new ProtocolException("not JSON: " + e.getOriginalMessage(), Optional.empty());
        }
        throw new ProtocolException("not a JSON object", Optional.empty());
    }

    /** Typed access to a message's fields; throws IllegalArgumentException with the field and what is wrong. */
    private record Fields(JsonNode node) {

        String text(String name) {
            JsonNode value = node.path(name);
            if (!value.isTextual()) {
                throw wrong(name, "a string", value);
            }
            return value.textValue();
        }

        long integer(String name) {
            return integer(name, node.path(name));
        }

        OptionalLong optionalInteger(String name) {
            return node.path(name).isMissingNode() ? OptionalLong.empty() : OptionalLong.of(integer(name));
        }

        Path path(String name) {
            return Path.of(text(name));
        }

        Optional<Path> optionalPath(String name) {
            JsonNode value = node.path(name);
            return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(path(name));
        }

        Map<String, Long> settings() {
            JsonNode value = node.path("settings");
            if (!value.isObject()) {
                throw wrong("settings", "an object", value);
            }
            var settings = new TreeMap<String, Long>();
            value.properties().forEach(entry -> settings.put(entry.getKey(), integer(entry.getKey(), entry.getValue())));
            return settings;
        }

        Optional<String> readableTask() {
            return Optional.ofNullable(node.path("task").textValue());
        }

        private static long integer(String name, JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()
                    || value.longValue() < -TrainerTask.MAX_INTEGER || value.longValue() > TrainerTask.MAX_INTEGER) {
                throw wrong(name, "an integer within 2^53 - 1", value);
            }
            return value.longValue();
        }

        private static IllegalArgumentException wrong(String name, String wanted, JsonNode value) {
            String found = value.isMissingNode() ? "missing" : value.toString();
            return new IllegalArgumentException("field \"" + name + "\" must be " + wanted + " but is "
                    + found.substring(0, Math.min(found.length(), 100)));
        }
    }
}

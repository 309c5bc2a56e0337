package consort.worker.folder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import consort.ledger.disk.FileProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the fields of a YAML mapping and refuses those nobody asked for. Errors are {@link ConfigException}s that name file,
 * field, what was expected and what was found.
 */
final class YamlFields {

    private static final long MAX_BYTES = 1 << 20;
    private static final YAMLMapper MAPPER =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15}) ?(KiB|MiB|GiB|)");
    private static final long MOST_BYTES = 1L << 50;

    private final String file;
    private final String path;
    private final JsonNode node;
    private final YamlLines lines;

    private YamlFields(String file, String path, JsonNode node, YamlLines lines) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.lines = lines;
        if (!node.isObject()) {
            throw new ConfigException(at(path) + ": " + (path.isEmpty() ? "the file" : path) + " must be a mapping of names to values");
        }
    }

    static YamlFields read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + " has more than " + MAX_BYTES + " bytes; it is not a configuration");
            }
            String text = Files.readString(file);
            JsonNode node = MAPPER.readTree(text);
            boolean empty = node == null || node.isMissingNode() || node.isNull();
            return new YamlFields(file.toString(), "", empty ? MAPPER.createObjectNode() : node, YamlLines.of(MAPPER, text));
        } catch (NoSuchFileException absent) {
            throw new ConfigException("there is no " + file, absent);
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + YamlLines.problem(e), e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + FileProblem.reason(e), e);
        }
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "a text", value);
            }
            return value.textValue();
        });
    }

    long integer(String name, long absent, long min, long max) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
                throw wrong(name, "an integer from " + min + " to " + max, value);
            }
            return value.longValue();
        }).orElse(absent);
    }

    boolean flag(String name, boolean absent) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "true or false", value);
            }
            return value.booleanValue();
        }).orElse(absent);
    }

    /** An integer, or a text like "20 GiB". */
    long bytes(String name, long absent) {
        return value(name).map(value -> {
            String text = value.isValueNode() ? value.asText().strip() : "";
            Matcher parts = BYTES.matcher(text);
            if (!parts.matches() || Long.parseLong(parts.group(1)) > MOST_BYTES >> shift(parts.group(2))) {
                throw wrong(name, "a number of bytes, like 1073741824 or \"20 GiB\"", value);
            }
            return Long.parseLong(parts.group(1)) << shift(parts.group(2));
        }).orElse(absent);
    }

    List<String> texts(String name) {
        return value(name).map(value -> {
            if (!value.isArray()) {
                throw wrong(name, "a list of texts", value);
            }
            List<String> texts = new ArrayList<>();
            value.forEach(item -> {
                if (!item.isValueNode() || item.isNull()) {
                    throw wrong(name, "a list of texts", item);
                }
                texts.add(item.asText());
            });
            return List.copyOf(texts);
        }).orElse(List.of());
    }

    /** A mapping of any names to texts; numbers and booleans count as their text. */
    Map<String, String> textMap(String name) {
        Map<String, String> texts = new TreeMap<>();
        value(name).ifPresent(value -> object(name, value).node.properties().forEach(entry -> {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw wrong(name + "." + entry.getKey(), "a text", entry.getValue());
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        }));
        return texts;
    }

    /** A mapping of any names to mappings, which {@code reader} reads whole. */
    <T> Map<String, T> objects(String name, BiFunction<String, YamlFields, T> reader) {
        Map<String, T> objects = new TreeMap<>();
        value(name).ifPresent(value -> object(name, value).node.properties().forEach(entry -> {
            YamlFields fields = object(name + "." + entry.getKey(), entry.getValue());
            objects.put(entry.getKey(), reader.apply(entry.getKey(), fields));
        }));
        return objects;
    }

    /** A mapping with names of its own; empty when absent. */
    Optional<YamlFields> object(String name) {
        return value(name).map(value -> object(name, value));
    }

    /** Refuses every name but these. To be called before anything is read: a misspelled name explains what seems to be missing. */
    void knows(String... names) {
        List<String> known = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new ConfigException(at(prefix() + name) + ": unknown key \"" + prefix() + name + "\""
                        + Nearest.of(name, known).map(near -> "; did you mean " + near + "?").orElse("")
                        + " (known here: " + String.join(", ", known) + ")");
            }
        });
    }

    /** A value as a path; a relative one begins at {@code folder}. */
    Path path(String name, Path folder, String value) {
        try {
            return folder.resolve(value).normalize();
        } catch (InvalidPathException e) {
            throw error(name, "is no path: " + e.getReason());
        }
    }

    ConfigException error(String name, String problem) {
        return new ConfigException(at(prefix() + name) + ": " + prefix() + name + " " + problem);
    }

    /** The file, and the line where the key stands or, when it is missing, where it should. */
    private String at(String key) {
        OptionalInt line = lines.line(key).isPresent() ? lines.line(key) : lines.line(path);
        return file + (line.isPresent() ? ", line " + line.getAsInt() : "");
    }

    private YamlFields object(String name, JsonNode value) {
        return new YamlFields(file, prefix() + name, value, lines);
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private ConfigException wrong(String name, String expected, JsonNode found) {
        String text = found.toString();
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return error(name, "must be " + expected + ", not " + shown);
    }

    private String prefix() {
        return path.isEmpty() ? "" : path + ".";
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
    }
}

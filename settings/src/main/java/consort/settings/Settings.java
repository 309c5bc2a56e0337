package consort.settings;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.settings.Node.Kind;
import consort.settings.Node.Mapping;
import consort.settings.Node.Scalar;
import consort.settings.Node.Sequence;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping of a settings file. Every method throws a {@link SettingsException} that names where the value stands (file and
 * line, or a variable of the environment), the key, what was expected and what was found. Bounds are inclusive.
 */
public final class Settings {

    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15}) ?(KiB|MiB|GiB|)");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final long MOST_BYTES = 1L << 50;
    private static final int MAX_SHOWN = 80;

    private final Path file;
    private final String path;
    private final Mapping mapping;

    private Settings(Path file, String path, Mapping mapping) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
    }

    /** A file's whole mapping; an empty file has no keys. */
    public static Settings read(Path file) {
        return new Settings(file, "", YamlReader.read(file));
    }

    /** A file that has these keys and no others, and what the environment sets instead ({@link Environment}). */
    public static Settings read(Path file, Keys keys, Map<String, String> environment) {
        Settings written = read(file, keys);
        return new Settings(file, "", Environment.over(written.mapping, keys, environment));
    }

    /** A file that has these keys and no others. */
    public static Settings read(Path file, Keys keys) {
        Settings written = read(file);
        written.knows(keys);
        return written;
    }

    private void knows(Keys keys) {
        Set<String> known = keys.byPlace().get(path);
        if (known != null) {
            knows(new TreeSet<>(known));
            known.stream().filter(key -> keys.byPlace().containsKey(prefix() + key))
                    .forEach(key -> object(key).ifPresent(section -> section.knows(keys)));
        }
    }

    /** Refuses every key but these. To be called before anything is read: a misspelled key explains what seems to be missing. */
    public void knows(String... keys) {
        knows(List.of(keys));
    }

    private void knows(Collection<String> known) {
        mapping.values().keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw new SettingsException(mapping.keys().get(key).text(file) + ": " + nested(key, known).orElseGet(() ->
                    "unknown key \"" + prefix() + key + "\""
                            + Nearest.of(key, known).map(near -> "; did you mean " + near + "?").orElse("")
                            + " (known here: " + String.join(", ", known) + ")"));
        });
    }

    /** A key written with its dot, as documentation names it. */
    private Optional<String> nested(String key, Collection<String> known) {
        int dot = key.indexOf('.');
        if (dot <= 0 || !known.contains(key.substring(0, dot))) {
            return Optional.empty();
        }
        String above = key.substring(0, dot);
        String value = key.substring(dot + 1) + ": " + cut(mapping.values().get(key).shown());
        return Optional.of("\"" + prefix() + key + "\" is written nested: a line \"" + above + ":\", and below it, indented, \"" + value
                + "\"");
    }

    /** Whether the key has a value. */
    public boolean has(String key) {
        return value(key).isPresent();
    }

    public Optional<String> text(String key) {
        return scalar(key, "a text").map(value -> {
            if (value.kind() != Kind.TEXT && value.kind() != Kind.UNTYPED) {
                throw wrong(key, "a text", value);
            }
            return value.text();
        });
    }

    public long integer(String key, long absent, long min, long max) {
        String expected = "an integer from " + min + " to " + max;
        return scalar(key, expected).map(value -> {
            boolean whole = value.kind() == Kind.INTEGER || value.kind() == Kind.UNTYPED;
            if (!whole || !INTEGER.matcher(value.text()).matches()) {
                throw wrong(key, expected, value);
            }
            long number = Long.parseLong(value.text());
            if (number < min || number > max) {
                throw wrong(key, expected, value);
            }
            return number;
        }).orElse(absent);
    }

    /** An integer that fits an {@code int}. */
    public int count(String key, int absent, int min, int max) {
        return (int) integer(key, absent, min, max);
    }

    public boolean flag(String key, boolean absent) {
        return scalar(key, "true or false").map(value -> {
            if (!Set.of("true", "false").contains(value.text()) || value.kind() == Kind.TEXT) {
                throw wrong(key, "true or false", value);
            }
            return Boolean.parseBoolean(value.text());
        }).orElse(absent);
    }

    /** A number of bytes up to 2^50: an integer, or a text like "20 GiB". */
    public long bytes(String key, long absent) {
        return bytes(key, absent, 0, MOST_BYTES);
    }

    public long bytes(String key, long absent, long min, long max) {
        return scalar(key, "a number of bytes").map(value -> {
            OptionalLong bytes = bytes(value.text().strip());
            if (bytes.isEmpty()) {
                throw wrong(key, "a number of bytes, like 1073741824 or \"20 GiB\"", value);
            }
            if (bytes.getAsLong() < min || bytes.getAsLong() > max) {
                throw wrong(key, "a number of bytes from " + min + " to " + max, value);
            }
            return bytes.getAsLong();
        }).orElse(absent);
    }

    private static OptionalLong bytes(String text) {
        Matcher parts = BYTES.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) > MOST_BYTES >> shift(parts.group(2))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(parts.group(1)) << shift(parts.group(2)));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
    }

    /** A list; numbers and booleans count as their text. */
    public List<String> texts(String key) {
        return value(key).map(value -> {
            if (!(value instanceof Sequence sequence)) {
                throw wrong(key, "a list of texts", value);
            }
            List<String> texts = new ArrayList<>();
            for (Node item : sequence.items()) {
                texts.add(asText(key + "[" + texts.size() + "]", item));
            }
            return List.copyOf(texts);
        }).orElse(List.of());
    }

    /** A mapping of any names to texts; numbers and booleans count as their text. */
    public Map<String, String> textMap(String key) {
        Map<String, String> texts = new TreeMap<>();
        object(key).ifPresent(names -> names.mapping.values().forEach((name, value) -> texts.put(name, asText(key + "." + name, value))));
        return texts;
    }

    private String asText(String key, Node value) {
        if (value instanceof Scalar scalar && scalar.kind() != Kind.EMPTY) {
            return scalar.text();
        }
        throw wrong(key, "a text", value);
    }

    /** A mapping of any names to mappings, which {@code reader} reads whole. */
    public <T> Map<String, T> objects(String key, BiFunction<String, Settings, T> reader) {
        Map<String, T> objects = new TreeMap<>();
        object(key).ifPresent(names -> names.mapping.values().keySet().forEach(name ->
                objects.put(name, reader.apply(name, names.object(name).orElseThrow(() ->
                        names.wrong(name, "a mapping", names.mapping.values().get(name)))))));
        return objects;
    }

    /** A mapping with keys of its own; empty when the key is absent, or has nothing below it. */
    public Optional<Settings> object(String key) {
        return value(key).map(value -> switch (value) {
            case Mapping inner -> new Settings(file, prefix() + key, inner);
            case Scalar scalar -> throw wrong(key, "a mapping of names to values", scalar);
            case Sequence sequence -> throw wrong(key, "a mapping of names to values", sequence);
        });
    }

    /** As {@link #object}; without any keys when it is absent. */
    public Settings section(String key) {
        return object(key).orElseGet(() -> new Settings(file, prefix() + key, Mapping.empty(mapping.where())));
    }

    /** A value as a path; a relative one begins at {@code folder}. */
    public Path path(String key, Path folder, String value) {
        try {
            return folder.resolve(value).normalize();
        } catch (InvalidPathException e) {
            throw error(key, "is no path: " + e.getReason());
        }
    }

    /**
     * The whole mapping as the ledger's kind of JSON.
     *
     * @param decimals keys of decimals: {@code x} becomes the integer {@code xMillionths}
     */
    public JsonObject json(Set<String> decimals) {
        return new JsonForm(this, decimals).of(mapping);
    }

    /** What is wrong with one of {@link #json}'s fields, at the line where that was written. */
    public SettingsException error(JsonException unfit, Set<String> decimals) {
        if (unfit.field().isEmpty()) {
            return new SettingsException(file + ": " + unfit.getMessage());
        }
        String field = unfit.field().get();
        return error(decimals.stream().filter(decimal -> field.equals(JsonForm.millionths(decimal))).findFirst().orElse(field),
                unfit.problem());
    }

    /** What is wrong with the value of a key, or of one in a mapping or list below it ({@code a.b[2]}). */
    public SettingsException error(String key, String problem) {
        return new SettingsException(Places.of(mapping, key, path.isEmpty()).text(file) + ": " + prefix() + key + " " + problem);
    }

    SettingsException wrong(String key, String expected, Node found) {
        return error(key, "must be " + expected + ", not " + cut(found.shown()));
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private Optional<Scalar> scalar(String key, String expected) {
        Optional<Node> node = Optional.ofNullable(mapping.values().get(key));
        return node.map(value -> switch (value) {
            case Scalar(Where where, Kind kind, String text) when kind == Kind.EMPTY ->
                    throw error(key, "has no value; give it one, or leave the key out");
            case Scalar scalar -> scalar;
            case Sequence sequence -> throw wrong(key, expected, sequence);
            case Mapping inner -> throw wrong(key, expected, inner);
        });
    }

    /** Of a list or mapping: a key with nothing below it has none. */
    private Optional<Node> value(String key) {
        return Optional.ofNullable(mapping.values().get(key))
                .filter(value -> !(value instanceof Scalar scalar) || scalar.kind() != Kind.EMPTY);
    }

    private String prefix() {
        return path.isEmpty() ? "" : path + ".";
    }
}

package consort.ledger.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the fields of one object and remembers which were asked for, so that {@link #end} can refuse the rest. Every
 * method throws a {@link JsonException} that names the field, what was expected and what was found. Bounds are inclusive.
 * For one thread.
 */
public final class JsonFields {

    private static final int MAX_SHOWN = 80;

    private final String path;
    private final JsonObject object;
    private final Members members;
    /** By the places of the members. */
    private final boolean[] read;

    JsonFields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
        this.members = object.sorted();
        this.read = new boolean[members.size()];
    }

    /** Whether the field is there. Does not count as reading it. */
    public boolean has(String name) {
        return members.place(name) >= 0;
    }

    /** Whether a field is this string; if so, it counts as read. */
    public boolean isWord(String name, String word) {
        int place = members.place(name);
        boolean is = place >= 0 && members.value(place) instanceof JsonString(String text) && text.equals(word);
        if (is) {
            read[place] = true;
        }
        return is;
    }

    public long integer(String name, long min, long max) {
        JsonValue value = value(name);
        if (value instanceof JsonInteger(long number) && number >= min && number <= max) {
            return number;
        }
        throw unexpected(name, "an integer within " + min + "..." + max, value);
    }

    /** An integer that fits an {@code int}. */
    public int count(String name, int min, int max) {
        return (int) integer(name, min, max);
    }

    /** A string of 1 to {@code maxLength} UTF-16 code units. */
    public String text(String name, int maxLength) {
        return checkedText(name, value(name), maxLength);
    }

    /** @param expected says what the pattern means, as in "64 hexadecimal digits" */
    public String text(String name, Pattern pattern, String expected) {
        return text(name, text -> pattern.matcher(text).matches(), expected);
    }

    /** @param expected says what is tested, as in "64 hexadecimal digits" */
    public String text(String name, Predicate<String> test, String expected) {
        JsonValue value = value(name);
        if (value instanceof JsonString(String text) && test.test(text)) {
            return text;
        }
        throw unexpected(name, expected, value);
    }

    public boolean flag(String name) {
        JsonValue value = value(name);
        if (value instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw unexpected(name, "true or false", value);
    }

    /** The fields of a nested object; the caller ends them too. */
    public JsonFields object(String name) {
        return nested(name, value(name));
    }

    /** A nested object as it stands. */
    public JsonObject rawObject(String name) {
        return nested(name, value(name)).object;
    }

    /** A value of any kind, as it stands. */
    public JsonValue raw(String name) {
        return value(name);
    }

    /** A list of objects; each is read by {@code reader} and then ended. */
    public <T> List<T> objects(String name, int maxItems, Function<JsonFields, T> reader) {
        List<T> results = new ArrayList<>();
        for (JsonValue item : items(name, maxItems)) {
            JsonFields fields = nested(name + "[" + results.size() + "]", item);
            results.add(reader.apply(fields));
            fields.end();
        }
        return List.copyOf(results);
    }

    public List<String> texts(String name, int maxItems, int maxLength) {
        List<String> results = new ArrayList<>();
        for (JsonValue item : items(name, maxItems)) {
            results.add(checkedText(name + "[" + results.size() + "]", item, maxLength));
        }
        return List.copyOf(results);
    }

    /** An object whose values are all strings, in canonical order of its names. */
    public Map<String, String> textMap(String name, int maxItems, int maxLength) {
        JsonFields fields = nested(name, value(name));
        if (fields.object.members().size() > maxItems) {
            throw JsonException.about(path + name, ": expected at most " + maxItems + " names, found "
                    + fields.object.members().size());
        }
        TreeMap<String, String> results = new TreeMap<>();
        fields.object.members().forEach((key, value) -> results.put(key, fields.checkedText(key, value, maxLength)));
        return Collections.unmodifiableMap(results);
    }

    /** Refuses fields that were not read. */
    public void end() {
        for (int place = 0; place < read.length; place++) {
            if (!read[place]) {
                throw JsonException.about(path + members.name(place), " is unknown here; known are "
                        + IntStream.range(0, read.length).filter(known -> read[known]).mapToObj(members::name).toList());
            }
        }
    }

    /** An error about a field of this object, for checks that are the caller's. */
    public JsonException error(String name, String expected) {
        JsonValue found = object.members().get(name);
        return found == null ? missing(name) : unexpected(name, expected, found);
    }

    /** The same about a field of this object or one below it, as {@link JsonException#about} says it of a whole path. */
    public JsonException problem(String name, String problem) {
        return JsonException.about(path + name, problem);
    }

    private JsonValue value(String name) {
        int place = members.place(name);
        if (place < 0) {
            throw missing(name);
        }
        read[place] = true;
        return members.value(place);
    }

    private List<JsonValue> items(String name, int maxItems) {
        JsonValue value = value(name);
        if (!(value instanceof JsonArray(List<JsonValue> items))) {
            throw unexpected(name, "a list", value);
        }
        if (items.size() > maxItems) {
            throw JsonException.about(path + name, ": expected at most " + maxItems + " items, found " + items.size());
        }
        return items;
    }

    private JsonFields nested(String name, JsonValue value) {
        if (value instanceof JsonObject nested) {
            return new JsonFields(path + name + ".", nested);
        }
        throw unexpected(name, "an object", value);
    }

    private String checkedText(String name, JsonValue value, int maxLength) {
        if (value instanceof JsonString(String text) && !text.isEmpty() && text.length() <= maxLength) {
            return text;
        }
        throw unexpected(name, "a string of 1 to " + maxLength + " characters", value);
    }

    private JsonException missing(String name) {
        return JsonException.about(path + name, " is missing");
    }

    private JsonException unexpected(String name, String expected, JsonValue found) {
        String shown = found.canonicalText();
        return JsonException.about(path + name, ": expected " + expected + ", found "
                + (shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…"));
    }
}

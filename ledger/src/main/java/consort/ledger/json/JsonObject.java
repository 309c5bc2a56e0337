package consort.ledger.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named values. Read with {@link #fields()}, write with {@link #builder()}.
 *
 * @param members sorted by UTF-16 code units, which is the canonical order
 */
public record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {

    public static final JsonObject EMPTY = new JsonObject(new TreeMap<>());

    public JsonObject {
        TreeMap<String, JsonValue> copy = new TreeMap<>();
        members.forEach((name, value) -> {
            JsonString.requireWhole(name);
            copy.put(name, value);
        });
        members = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Reads canonical bytes.
     *
     * @throws JsonException when there are more than {@code maxBytes}, or they are not exactly the canonical form of an
     *     object of integers, strings, booleans, arrays and objects, at most {@value CanonicalReader#MAX_DEPTH} deep
     */
    public static JsonObject parse(byte[] canonical, int maxBytes) {
        return CanonicalReader.read(canonical, maxBytes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A new reader of this object's fields. */
    public JsonFields fields() {
        return new JsonFields("", this);
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            JsonString.write(member.getKey(), out);
            out.append(':');
            member.getValue().writeTo(out);
        }
        out.append('}');
    }

    /** Collects fields; setting one twice is an error of the program. */
    public static final class Builder {

        private final TreeMap<String, JsonValue> members = new TreeMap<>();

        private Builder() {
        }

        public Builder put(String name, JsonValue value) {
            if (members.putIfAbsent(name, value) != null) {
                throw new IllegalStateException("field '" + name + "' set twice");
            }
            return this;
        }

        public Builder put(String name, long value) {
            return put(name, new JsonInteger(value));
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        public Builder put(String name, List<? extends JsonValue> values) {
            return put(name, new JsonArray(List.copyOf(values)));
        }

        public Builder putTexts(String name, List<String> values) {
            return put(name, JsonArray.ofTexts(values));
        }

        /** A map of strings, as an object. */
        public Builder putTexts(String name, Map<String, String> values) {
            Builder object = new Builder();
            values.forEach(object::put);
            return put(name, object.build());
        }

        public Builder putIfPresent(String name, Optional<? extends JsonValue> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}

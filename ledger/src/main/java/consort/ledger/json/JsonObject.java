package consort.ledger.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Named values. Read with {@link #fields()}, write with {@link #builder()}.
 *
 * @param members sorted by UTF-16 code units, which is the canonical order
 */
public record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {

    public static final JsonObject EMPTY = new JsonObject(new TreeMap<>());

    public JsonObject {
        members = members instanceof Members same ? same : Members.of(members);
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

    /** The same from text of whole Unicode characters, of whatever length. */
    public static JsonObject parse(String canonical) {
        return CanonicalReader.read(canonical);
    }

    public static Builder builder() {
        return new Builder();
    }

    Members sorted() {
        return (Members) members;
    }

    /** A new reader of this object's fields. */
    public JsonFields fields() {
        return new JsonFields("", this);
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append('{');
        Members sorted = sorted();
        for (int place = 0; place < sorted.size(); place++) {
            if (place > 0) {
                out.append(',');
            }
            JsonString.write(sorted.name(place), out);
            out.append(':');
            sorted.value(place).writeTo(out);
        }
        out.append('}');
    }

    @Override
    public void print(Consumer<String> out) {
        StringBuilder name = new StringBuilder();
        Members sorted = sorted();
        for (int place = 0; place < sorted.size(); place++) {
            name.setLength(0);
            name.append(place == 0 ? '{' : ',');
            JsonString.write(sorted.name(place), name);
            name.append(':');
            out.accept(name.toString());
            sorted.value(place).print(out);
        }
        out.accept(sorted.size() == 0 ? "{}" : "}");
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

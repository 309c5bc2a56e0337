package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code priv} of an entry: for each private field a commitment, in place of the value. An entry without any has no
 * {@code priv}.
 *
 * @param byField empty where there is nothing private
 */
public record Commitments(Map<PrivateField, Commitment> byField) {

    /** Nothing private. */
    public static final Commitments NONE = new Commitments(Map.of());

    static final String FIELD = "priv";

    private static final int MAX_CHARACTERS = 64;

    public Commitments {
        EnumMap<PrivateField, Commitment> copy = new EnumMap<>(PrivateField.class);
        copy.putAll(byField);
        byField = Collections.unmodifiableMap(copy);
    }

    /** The fields, in the order of {@link PrivateField}. */
    public Set<PrivateField> fields() {
        return byField.keySet();
    }

    public Optional<Commitment> of(PrivateField field) {
        return Optional.ofNullable(byField.get(field));
    }

    public boolean isEmpty() {
        return byField.isEmpty();
    }

    /**
     * Reads the {@code priv} of a body, if it has one.
     *
     * @param allowed the fields that such a body can commit to
     */
    static Commitments read(JsonFields json, Set<PrivateField> allowed) {
        if (!json.has(FIELD)) {
            return NONE;
        }
        EnumMap<PrivateField, Commitment> read = new EnumMap<>(PrivateField.class);
        json.textMap(FIELD, allowed.size(), MAX_CHARACTERS).forEach((name, text) -> read.put(
                PrivateField.ofText(name).filter(allowed::contains).orElseThrow(() -> json.problem(FIELD + "." + name,
                        " is unknown here; known are " + allowed.stream().map(PrivateField::text).toList())),
                commitment(json, name, text)));
        if (read.isEmpty()) {
            throw json.error(FIELD, "at least one field, or no priv at all");
        }
        return new Commitments(read);
    }

    private static Commitment commitment(JsonFields json, String name, String text) {
        try {
            return new Commitment(text);
        } catch (JsonException malformed) {
            throw json.problem(FIELD + "." + name, ": " + malformed.getMessage());
        }
    }

    /** Refuses a body with commitments that its type does not have. */
    void requireWithin(Set<PrivateField> allowed) {
        if (allowed.containsAll(fields())) {
            return;
        }
        EnumSet<PrivateField> others = EnumSet.noneOf(PrivateField.class);
        others.addAll(fields());
        others.removeAll(allowed);
        throw new JsonException("field '" + FIELD + "': this entry cannot commit to " + others);
    }

    /** Absent when there are none. */
    Optional<JsonValue> json() {
        if (isEmpty()) {
            return Optional.empty();
        }
        JsonObject.Builder json = JsonObject.builder();
        byField.forEach((field, commitment) -> json.put(field.text(), new JsonString(commitment.text())));
        return Optional.of(json.build());
    }
}

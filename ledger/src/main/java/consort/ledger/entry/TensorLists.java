package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The two lists about tensors that jobs have and round manifests repeat. Left out of the JSON when empty. */
final class TensorLists {

    private static final int MAX_SCALE_BITS = 62;

    private TensorLists() {
    }

    /** Tensor names, each once; empty when the field is absent. */
    static List<String> names(JsonFields json, String field) {
        if (!json.has(field)) {
            return List.of();
        }
        List<String> names = json.texts(field, Limits.MAX_TENSORS, Limits.MAX_TENSOR_NAME_CHARACTERS);
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw json.error(field, "at least one tensor name, none twice (leave the field out for all)");
        }
        return names;
    }

    /** Bits by tensor name; empty when the field is absent. */
    static SortedMap<String, Integer> scales(JsonFields json, String field) {
        TreeMap<String, Integer> scales = new TreeMap<>();
        if (json.has(field)) {
            for (Map.Entry<String, JsonValue> scale : json.rawObject(field).members().entrySet()) {
                scales.put(scale.getKey(), bits(field + "." + scale.getKey(), scale.getValue()));
            }
            if (scales.isEmpty() || scales.size() > Limits.MAX_TENSORS) {
                throw json.error(field, "1 to " + Limits.MAX_TENSORS + " tensors (leave the field out for none)");
            }
        }
        return Collections.unmodifiableSortedMap(scales);
    }

    static SortedMap<String, Integer> copyOf(SortedMap<String, Integer> scales) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(scales));
    }

    static void put(JsonObject.Builder json, List<String> trainable, SortedMap<String, Integer> scales) {
        if (!trainable.isEmpty()) {
            json.putTexts("trainable", trainable);
        }
        if (!scales.isEmpty()) {
            JsonObject.Builder bits = JsonObject.builder();
            scales.forEach((name, scale) -> bits.put(name, scale.longValue()));
            json.put("scales", bits.build());
        }
    }

    private static int bits(String field, JsonValue value) {
        if (value instanceof JsonInteger(long bits) && bits >= 0 && bits <= MAX_SCALE_BITS) {
            return (int) bits;
        }
        throw new JsonException("field '" + field + "': expected bits within 0..." + MAX_SCALE_BITS + ", found "
                + value.canonicalText());
    }
}

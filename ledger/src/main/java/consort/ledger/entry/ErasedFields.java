package consort.ledger.entry;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Private fields of one entry whose openings were destroyed.
 *
 * @param entry index of the entry that commits to them
 * @param fields at least one
 */
public record ErasedFields(long entry, Set<PrivateField> fields) {

    private static final int MAX_FIELD_CHARACTERS = 40;

    /** @throws JsonException when no field is named */
    public ErasedFields {
        if (fields.isEmpty()) {
            throw new JsonException("an erasure in entry " + entry + " names no field");
        }
        fields = Collections.unmodifiableSet(EnumSet.copyOf(fields));
    }

    /** A list by entry, ascending, none twice. */
    static List<ErasedFields> readAll(JsonFields json, String field) {
        return sorted(json.objects(field, Limits.MAX_ERASED_ENTRIES, ErasedFields::read));
    }

    static List<ErasedFields> sorted(List<ErasedFields> erased) {
        boolean ascending = IntStream.range(1, erased.size()).allMatch(at -> erased.get(at - 1).entry() < erased.get(at).entry());
        if (erased.isEmpty() || erased.size() > Limits.MAX_ERASED_ENTRIES || !ascending) {
            throw new JsonException("field 'erased': expected 1 to " + Limits.MAX_ERASED_ENTRIES
                    + " entries by index, ascending, none twice; found " + erased.stream().map(ErasedFields::entry).toList());
        }
        return List.copyOf(erased);
    }

    private static ErasedFields read(JsonFields json) {
        List<String> names = json.texts("fields", PrivateField.values().length, MAX_FIELD_CHARACTERS);
        EnumSet<PrivateField> fields = EnumSet.noneOf(PrivateField.class);
        for (String name : names) {
            fields.add(PrivateField.ofText(name).orElseThrow(() -> json.error("fields", "private fields")));
        }
        if (!names.equals(texts(fields))) {
            throw json.error("fields", "private fields sorted by name, none twice");
        }
        return new ErasedFields(Fields.natural(json, "entry"), fields);
    }

    JsonObject json() {
        return JsonObject.builder().put("entry", entry).putTexts("fields", texts(fields)).build();
    }

    private static List<String> texts(Set<PrivateField> fields) {
        return fields.stream().map(PrivateField::text).sorted().toList();
    }

    /** Such as {@code host of entry 12}. */
    public String text() {
        return String.join(" and ", texts(fields)) + " of entry " + entry;
    }
}

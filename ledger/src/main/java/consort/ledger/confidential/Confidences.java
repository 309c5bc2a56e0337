package consort.ledger.confidential;

import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept for one entry.
 *
 * @param openings one a field
 * @param destroyed fields whose openings were destroyed, and no entry of the ledger says so yet
 */
public record Confidences(List<Opening> openings, Set<PrivateField> destroyed) {

    static final Confidences NOTHING = new Confidences(List.of(), Set.of());

    static final int MAX_BYTES = PrivateField.values().length * (Opening.MAX_VALUE_BYTES + 256);

    private static final int MAX_NAME_CHARACTERS = 40;

    /** @throws JsonException when a field stands in it twice */
    public Confidences {
        openings = List.copyOf(openings);
        EnumSet<PrivateField> copy = EnumSet.noneOf(PrivateField.class);
        copy.addAll(destroyed);
        destroyed = Collections.unmodifiableSet(copy);
        if (openings.stream().map(Opening::field).distinct().count() != openings.size()) {
            throw new JsonException("a field is opened twice");
        }
    }

    public Optional<Opening> opening(PrivateField field) {
        return openings.stream().filter(opening -> opening.field() == field).findFirst();
    }

    static Confidences parse(byte[] canonical) {
        JsonFields json = JsonObject.parse(canonical, MAX_BYTES).fields();
        List<Opening> openings = json.objects("openings", PrivateField.values().length, Opening::read);
        EnumSet<PrivateField> destroyed = EnumSet.noneOf(PrivateField.class);
        json.texts("destroyed", PrivateField.values().length, MAX_NAME_CHARACTERS).forEach(name -> destroyed.add(
                PrivateField.ofText(name).orElseThrow(() -> json.error("destroyed", "private fields"))));
        json.end();
        return new Confidences(openings, destroyed);
    }

    byte[] bytes() {
        return JsonObject.builder()
                .put("openings", openings.stream().map(Opening::json).toList())
                .putTexts("destroyed", destroyed.stream().map(PrivateField::text).toList())
                .build().canonicalBytes();
    }
}

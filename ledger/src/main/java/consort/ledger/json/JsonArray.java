package consort.ledger.json;

import java.util.List;
import java.util.function.Consumer;

/** A list of values. */
public record JsonArray(List<JsonValue> items) implements JsonValue {

    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray ofTexts(List<String> texts) {
        return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            items.get(i).writeTo(out);
        }
        out.append(']');
    }

    @Override
    public void print(Consumer<String> out) {
        JsonSequence.print(items.iterator(), out);
    }
}

package consort.ledger.json;

import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A list whose values are made while it is written, for lists that may be longer than memory bears. Read again, it is a {@link JsonArray}.
 *
 * @param items the values, anew each time
 */
public record JsonSequence(Supplier<Stream<? extends JsonValue>> items) implements JsonValue {

    @Override
    public void writeTo(StringBuilder out) {
        out.append('[');
        Iterator<? extends JsonValue> rest = items.get().iterator();
        while (rest.hasNext()) {
            rest.next().writeTo(out);
            out.append(rest.hasNext() ? "," : "");
        }
        out.append(']');
    }

    @Override
    public void print(Consumer<String> out) {
        print(items.get().iterator(), out);
    }

    static void print(Iterator<? extends JsonValue> items, Consumer<String> out) {
        out.accept("[");
        while (items.hasNext()) {
            items.next().print(out);
            if (items.hasNext()) {
                out.accept(",");
            }
        }
        out.accept("]");
    }
}

package consort.settings;

import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.settings.Node.Mapping;
import consort.settings.Node.Scalar;
import consort.settings.Node.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file's mapping as the ledger's kind of JSON, which has no decimals: the key {@code x} of one becomes
 * {@code xMillionths}.
 *
 * @param decimals keys of the root that hold decimals
 */
record JsonForm(Settings settings, Set<String> decimals) {

    private static final int MILLIONTHS_DIGITS = 6;

    /** The field that the decimal {@code key} becomes. */
    static String millionths(String key) {
        return key + "Millionths";
    }

    JsonObject of(Mapping root) {
        JsonObject.Builder object = JsonObject.builder();
        root.values().forEach((key, value) -> {
            if (decimals.contains(key)) {
                object.put(millionths(key), millionths(key, value));
            } else {
                object.put(key, value(key, value));
            }
        });
        return built(object, "");
    }

    private JsonValue value(String path, Node value) {
        return switch (value) {
            case Scalar scalar -> scalar(path, scalar);
            case Sequence sequence -> {
                List<JsonValue> items = new ArrayList<>();
                for (Node item : sequence.items()) {
                    items.add(value(path + "[" + items.size() + "]", item));
                }
                yield new JsonArray(items);
            }
            case Mapping mapping -> {
                JsonObject.Builder object = JsonObject.builder();
                mapping.values().forEach((key, inner) -> object.put(key, value(Keys.path(path, key), inner)));
                yield built(object, path);
            }
        };
    }

    private JsonObject built(JsonObject.Builder object, String path) {
        try {
            return object.build();
        } catch (JsonException unfit) {
            throw settings.error(path, "cannot be taken: " + unfit.getMessage());
        }
    }

    private JsonValue scalar(String path, Scalar scalar) {
        try {
            return switch (scalar.kind()) {
                case TEXT, UNTYPED -> new JsonString(scalar.text());
                case BOOLEAN -> new JsonBoolean(Boolean.parseBoolean(scalar.text()));
                case INTEGER -> new JsonInteger(Long.parseLong(scalar.text()));
                case EMPTY -> throw settings.error(path, "has no value; give it one, or leave the key out");
                case DECIMAL -> throw settings.error(path, "must be an integer, a text, true or false, not " + scalar.text()
                        + " (a decimal goes in quotes here)");
            };
        } catch (NumberFormatException tooLarge) {
            throw settings.error(path, "must be an integer of at most 2^53 - 1, not " + scalar.text());
        } catch (JsonException unfit) {
            throw settings.error(path, "cannot be taken: " + unfit.getMessage());
        }
    }

    private long millionths(String path, Node value) {
        if (value instanceof Scalar(Where where, Node.Kind kind, String text)
                && (kind == Node.Kind.INTEGER || kind == Node.Kind.DECIMAL)) {
            try {
                // Not movePointRight, which writes out the zeros of a large exponent.
                return new BigDecimal(text).scaleByPowerOfTen(MILLIONTHS_DIGITS).longValueExact();
            } catch (ArithmeticException | NumberFormatException beyond) {
                throw settings.error(path, "must be a number with at most " + MILLIONTHS_DIGITS + " decimal places, not " + text);
            }
        }
        throw settings.wrong(path, "a number", value);
    }
}

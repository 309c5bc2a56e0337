package consort.ledger.tampering;

import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Changes one value deep in a JSON object, at a path such as {@code members[0].shareMinor}; of an absent field too. */
final class JsonPaths {

    private JsonPaths() {
    }

    /** @param value a text, a number, JSON, or null to take the field away */
    static JsonObject set(JsonObject object, String path, Object value) {
        return (JsonObject) at(object, path, old -> switch (value) {
            case null -> null;
            case JsonValue json -> json;
            case Number number -> new JsonInteger(number.longValue());
            default -> new JsonString(value.toString());
        });
    }

    static JsonObject add(JsonObject object, String path, long more) {
        return (JsonObject) at(object, path, old -> new JsonInteger(((JsonInteger) old).value() + more));
    }

    private static JsonValue at(JsonValue value, String path, UnaryOperator<JsonValue> change) {
        if (path.isEmpty()) {
            return change.apply(value);
        }
        if (path.startsWith("[")) {
            int end = path.indexOf(']');
            List<JsonValue> items = new ArrayList<>(((JsonArray) value).items());
            int index = Integer.parseInt(path.substring(1, end));
            JsonValue changed = at(items.get(index), rest(path.substring(end + 1)), change);
            if (changed == null) {
                items.remove(index);
            } else {
                items.set(index, changed);
            }
            return new JsonArray(items);
        }
        String name = path.split("[.\\[]", 2)[0];
        TreeMap<String, JsonValue> members = new TreeMap<>(((JsonObject) value).members());
        JsonValue changed = at(members.get(name), rest(path.substring(name.length())), change);
        if (changed == null) {
            members.remove(name);
        } else {
            members.put(name, changed);
        }
        return new JsonObject(members);
    }

    private static String rest(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }
}

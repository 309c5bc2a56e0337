package consort.ledger.entry;

import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pseudonyms of devices: 64 random bits each, which say of a device only that it is the same one as elsewhere. */
public final class DeviceIds {

    /** One of them. */
    public static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    private static final String FIELD = "deviceIds";
    private static final int CHARACTERS = 16;

    private DeviceIds() {
    }

    /** None, or one for each device, in ascending order. */
    static List<String> read(JsonFields json) {
        return json.has(FIELD) ? json.texts(FIELD, Limits.MAX_DEVICES, CHARACTERS) : List.of();
    }

    static Optional<JsonValue> json(List<String> ids) {
        return ids.isEmpty() ? Optional.empty() : Optional.of(JsonArray.ofTexts(ids));
    }

    /** @throws JsonException when there are some, but not one for each device, well-formed, once and in order */
    static List<String> checked(List<String> ids, int devices) {
        if (!ids.isEmpty() && ids.size() != devices) {
            throw new JsonException("field '" + FIELD + "': expected one for each of " + devices + " devices, found " + ids.size());
        }
        for (int i = 0; i < ids.size(); i++) {
            if (!Fields.isHex(ids.get(i), CHARACTERS)) {
                throw new JsonException("field '" + FIELD + "': expected 16 lower-case hexadecimal digits, found \"" + ids.get(i) + "\"");
            }
            if (i > 0 && ids.get(i - 1).compareTo(ids.get(i)) >= 0) {
                throw new JsonException("field '" + FIELD + "': expected each once, in ascending order, found " + ids.get(i - 1)
                        + " before " + ids.get(i));
            }
        }
        return List.copyOf(ids);
    }
}

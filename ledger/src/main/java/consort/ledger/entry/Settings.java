package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.util.Map;

/** What a job or a benchmark tells its trainer, in the field {@code settings}: named integers, not too many. */
final class Settings {

    private static final int MAX_SETTINGS = 64;
    private static final int MAX_SETTING_NAME_CHARACTERS = 64;

    private Settings() {
    }

    static JsonObject read(JsonFields json) {
        JsonObject settings = json.rawObject("settings");
        if (settings.members().size() > MAX_SETTINGS) {
            throw json.problem("settings", ": expected at most " + MAX_SETTINGS + " names, found "
                    + settings.members().size());
        }
        for (Map.Entry<String, JsonValue> setting : settings.members().entrySet()) {
            String name = setting.getKey();
            if (name.isEmpty() || name.length() > MAX_SETTING_NAME_CHARACTERS) {
                throw json.problem("settings", ": expected names of 1 to " + MAX_SETTING_NAME_CHARACTERS
                        + " characters, found one of " + name.length());
            }
            if (!(setting.getValue() instanceof JsonInteger)) {
                throw json.problem("settings." + name, ": expected an integer, found "
                        + setting.getValue().canonicalText());
            }
        }
        return settings;
    }
}

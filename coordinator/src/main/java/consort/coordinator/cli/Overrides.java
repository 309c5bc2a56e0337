package consort.coordinator.cli;

import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys of a configuration that the environment sets, one rule for all: {@code server.maxConnections} is
 * {@code CONSORT_SERVER_MAX_CONNECTIONS}.
 *
 * @param values by the name of the variable
 */
record Overrides(Map<String, Override> values) {

    private static final String PREFIX = "CONSORT_";

    /** A value for one key of one mapping; the root's place is empty. */
    record Override(String place, String key, JsonValue value) {
    }

    /**
     * Those in an environment.
     *
     * @param keys that may be set: those that are no places themselves
     * @throws CommandException about a variable with the prefix of a place that names no key there
     */
    static Overrides of(Map<String, String> environment, YamlKeys keys) {
        Map<String, Override> known = new TreeMap<>();
        keys.byPlace().forEach((place, names) -> names.stream()
                .filter(name -> !keys.byPlace().containsKey(YamlKeys.path(place, name)))
                .forEach(name -> known.put(variable(YamlKeys.path(place, name)), new Override(place, name, new JsonString("")))));
        Map<String, Override> values = new TreeMap<>();
        environment.forEach((variable, text) -> {
            if (known.containsKey(variable)) {
                values.put(variable, new Override(known.get(variable).place(), known.get(variable).key(), value(text)));
            } else if (variable.startsWith(PREFIX)) {
                refuseSlip(variable, keys, known);
            }
        });
        return new Overrides(values);
    }

    /** {@code CONSORT_SERVER_MAX_CONNECTIONS} for {@code server.maxConnections}. */
    static String variable(String path) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (char letter : path.toCharArray()) {
            if (Character.isUpperCase(letter)) {
                name.append('_');
            }
            name.append(letter == '.' ? '_' : Character.toUpperCase(letter));
        }
        return name.toString();
    }

    /** The same mapping with these values in it. */
    JsonObject in(JsonObject yaml) {
        JsonObject changed = yaml;
        for (Override value : values.values()) {
            changed = value.place().isEmpty() ? with(changed, value.key(), value.value())
                    : with(changed, value.place(), with(section(changed, value.place()), value.key(), value.value()));
        }
        return changed;
    }

    /** Only the one of this name. */
    Overrides only(String variable) {
        return new Overrides(Map.of(variable, values.get(variable)));
    }

    private static JsonObject section(JsonObject yaml, String place) {
        return yaml.members().get(place) instanceof JsonObject section ? section : JsonObject.EMPTY;
    }

    private static JsonObject with(JsonObject object, String key, JsonValue value) {
        TreeMap<String, JsonValue> members = new TreeMap<>(object.members());
        members.put(key, value);
        return new JsonObject(members);
    }

    private static JsonValue value(String text) {
        return text.matches("-?(0|[1-9][0-9]{0,14})") && !text.equals("-0") ? new JsonInteger(Long.parseLong(text)) : new JsonString(text);
    }

    private static void refuseSlip(String variable, YamlKeys keys, Map<String, Override> known) {
        Optional<String> place = keys.byPlace().keySet().stream()
                .filter(one -> !one.isEmpty() && variable.startsWith(variable(one) + "_")).findFirst();
        place.ifPresent(one -> {
            throw new CommandException(ExitCode.USAGE, "the environment sets " + variable + ", which is no key of '" + one
                    + "' (known: " + String.join(", ", known.keySet().stream().filter(name -> name.startsWith(variable(one) + "_"))
                    .toList()) + "); correct it, or unset it");
        });
    }
}

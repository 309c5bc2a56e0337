package consort.settings;

import consort.settings.Node.Kind;
import consort.settings.Node.Mapping;
import consort.settings.Node.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys that the environment sets instead of a file, one rule for all: {@code server.maxConnections} is
 * {@code CONSORT_SERVER_MAX_CONNECTIONS}.
 */
public final class Environment {

    private static final String PREFIX = "CONSORT_";

    private Environment() {
    }

    /** {@code CONSORT_SERVER_MAX_CONNECTIONS} for {@code server.maxConnections}. */
    public static String variable(String path) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (char letter : path.toCharArray()) {
            if (Character.isUpperCase(letter)) {
                name.append('_');
            }
            name.append(letter == '.' ? '_' : Character.toUpperCase(letter));
        }
        return name.toString();
    }

    /**
     * The same mapping with what the environment sets.
     *
     * @param keys those without keys of their own may be set
     * @throws SettingsException about a variable that names no key and is meant to
     */
    static Mapping over(Mapping root, Keys keys, Map<String, String> environment) {
        Map<String, Keys.Place> known = new TreeMap<>();
        keys.leaves().forEach((path, place) -> known.put(variable(path), place));
        Mapping changed = root;
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            Keys.Place place = known.get(variable.getKey());
            if (place != null) {
                changed = with(changed, place, new Scalar(new Where.Variable(variable.getKey()), Kind.UNTYPED, variable.getValue()));
            } else if (variable.getKey().startsWith(PREFIX)) {
                refuseSlip(variable.getKey(), keys, known);
            }
        }
        return changed;
    }

    /** Mappings of a file that the environment speaks of are one level deep. */
    private static Mapping with(Mapping root, Keys.Place place, Scalar value) {
        if (place.mapping().isEmpty()) {
            return root.with(place.key(), value);
        }
        Mapping section = root.values().get(place.mapping()) instanceof Mapping written ? written : Mapping.empty(value.where());
        return root.with(place.mapping(), section.with(place.key(), value));
    }

    private static void refuseSlip(String variable, Keys keys, Map<String, Keys.Place> known) {
        Optional<String> place = keys.byPlace().keySet().stream()
                .filter(one -> !one.isEmpty() && variable.startsWith(variable(one) + "_")).findFirst();
        place.ifPresent(one -> {
            throw new SettingsException("the environment sets " + variable + ", which is no key of '" + one
                    + "' (known: " + String.join(", ", known.keySet().stream().filter(name -> name.startsWith(variable(one) + "_"))
                    .toList()) + "); correct it, or unset it");
        });
        // Other variables of the program share the prefix.
        Nearest.of(variable.substring(PREFIX.length()), known.keySet().stream().map(name -> name.substring(PREFIX.length())).toList())
                .ifPresent(meant -> {
                    throw new SettingsException("the environment sets " + variable + ", which is no key; did you mean " + PREFIX + meant
                            + "? Correct it, or unset it");
                });
    }
}

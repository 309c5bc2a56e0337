package consort.coordinator.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that a kind of file has, by place.
 *
 * @param byPlace the keys of each mapping, under the dotted path to it; the root's path is empty. A place that is not named
 *        takes any keys
 */
record YamlKeys(Map<String, Set<String>> byPlace) {

    /** What to say of a key that does not belong at this place; empty when it does. */
    Optional<String> objection(String place, String key) {
        Set<String> known = byPlace.get(place);
        if (known == null || known.contains(key)) {
            return Optional.empty();
        }
        Optional<String> nested = nested(place, key);
        if (nested.isPresent()) {
            return nested;
        }
        String meant = nearest(key, known).map(near -> "; did you mean '" + near + "'?").orElse("");
        return Optional.of("unknown key '" + path(place, key) + "'" + meant + " (known " + (place.isEmpty() ? "here" : "in '" + place + "'")
                + ": " + String.join(", ", new TreeSet<>(known)) + ")");
    }

    /** A key written with its dot, as documentation names it. */
    private Optional<String> nested(String place, String key) {
        int dot = key.indexOf('.');
        String above = path(place, key.substring(0, Math.max(0, dot)));
        String below = key.substring(dot + 1);
        return dot > 0 && byPlace.getOrDefault(above, Set.of()).contains(below)
                ? Optional.of("'" + path(place, key) + "' is written nested: a line '" + key.substring(0, dot)
                        + ":', and below it, indented, '" + below + ": …' (or in one line, '" + key.substring(0, dot) + ": { " + below
                        + ": … }')")
                : Optional.empty();
    }

    static String path(String place, String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    /** The key with the fewest typing errors between, if these are few. */
    private static Optional<String> nearest(String key, Set<String> known) {
        return new TreeSet<>(known).stream()
                .filter(one -> distance(key, one) <= one.length() / 3 + 1)
                .min(Comparator.comparingInt(one -> distance(key, one)));
    }

    /** Levenshtein's: characters to insert, delete or exchange. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int exchanged = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(exchanged, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}

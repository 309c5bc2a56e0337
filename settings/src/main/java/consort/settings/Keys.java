package consort.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys that a kind of file has, by place.
 *
 * @param byPlace the keys of each mapping, under the dotted path to it; the root's path is empty. A place that is not named
 *        takes any keys
 */
public record Keys(Map<String, Set<String>> byPlace) {

    public Keys {
        byPlace = Map.copyOf(byPlace);
    }

    /** The keys that hold values and no further keys that are known, by their dotted paths. */
    Map<String, Place> leaves() {
        Map<String, Place> leaves = new LinkedHashMap<>();
        byPlace.forEach((place, keys) -> keys.stream()
                .filter(key -> !byPlace.containsKey(path(place, key)))
                .forEach(key -> leaves.put(path(place, key), new Place(place, key))));
        return leaves;
    }

    /** A key in the mapping at a path. */
    record Place(String mapping, String key) {
    }

    static String path(String place, String key) {
        return place.isEmpty() ? key : place + "." + key;
    }
}

package consort.coordinator.core;

import java.util.List;

/** Names in a message for people: some of them, and how many more there are. */
final class Named {

    private static final int MOST = 10;

    private Named() {
    }

    /** Such as {@code acme, beta and 7 more}; at most ten are named. */
    static String list(List<?> names) {
        return list(names, MOST);
    }

    static String list(List<?> names, int most) {
        String named = String.join(", ", names.stream().limit(most).map(Object::toString).toList());
        return names.size() <= most ? named : named + " and " + (names.size() - most) + " more";
    }
}

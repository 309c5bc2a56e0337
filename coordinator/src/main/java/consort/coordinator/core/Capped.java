package consort.coordinator.core;

import consort.ledger.json.JsonValue;

/** Sums and products of what is not negative; those beyond what JSON keeps exactly are given as the largest it does. */
final class Capped {

    static final long MAX = JsonValue.MAX_INTEGER;

    private Capped() {
    }

    static long times(long count, long each) {
        return each > 0 && count > MAX / each ? MAX : count * each;
    }

    static long plus(long one, long other) {
        return one > MAX - Math.min(MAX, other) ? MAX : one + other;
    }
}

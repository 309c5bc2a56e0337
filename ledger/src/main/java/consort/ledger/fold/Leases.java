package consort.ledger.fold;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All leases there ever were, by number: 1, 2, … as they were granted. */
final class Leases {

    private final TreeMap<Long, LeaseView> open = new TreeMap<>();
    private final SettledLeases settled;
    private long last;

    Leases() {
        settled = new SettledLeases();
    }

    Leases(Leases other) {
        open.putAll(other.open);
        settled = new SettledLeases(other.settled);
        last = other.last;
    }

    /** The greatest number so far; 0 before the first. */
    long last() {
        return last;
    }

    Optional<LeaseView> get(long number) {
        LeaseView held = open.get(number);
        return held == null ? settled.get(number) : Optional.of(held);
    }

    void put(LeaseView lease) {
        long number = lease.lease().lease();
        last = Math.max(last, number);
        if (lease.open()) {
            open.put(number, lease);
        } else {
            open.remove(number);
            settled.put(lease);
        }
    }

    /** Puts what becomes of a lease that is there. */
    void change(long number, UnaryOperator<LeaseView> change) {
        put(change.apply(get(number).orElseThrow()));
    }

    /** Deterministic for equal leases. */
    void describe(StringBuilder out) {
        for (long number = 1; number <= last; number++) {
            get(number).ifPresent(out::append);
        }
    }
}

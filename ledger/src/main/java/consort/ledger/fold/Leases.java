package consort.ledger.fold;

import consort.ledger.entry.WorkerId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All leases there ever were, by number: 1, 2, … as they were granted. */
final class Leases {

    private final TreeMap<Long, LeaseView> open = new TreeMap<>();
    /** The open one of each worker that has one. */
    private final TreeMap<WorkerId, Long> openOf = new TreeMap<>();
    private final SettledLeases settled;
    private long last;

    Leases(Pages pages) {
        settled = new SettledLeases(pages);
    }

    Leases(Leases other) {
        open.putAll(other.open);
        openOf.putAll(other.openOf);
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

    /** One that is neither claimed nor ended. */
    Optional<LeaseView> open(long number) {
        return Optional.ofNullable(open.get(number));
    }

    /** The open lease of a worker; there is at most one. */
    Optional<LeaseView> openOf(WorkerId worker) {
        return Optional.ofNullable(openOf.get(worker)).map(open::get);
    }

    /** Those that are neither claimed nor ended, by number. */
    List<LeaseView> allOpen() {
        return List.copyOf(open.values());
    }

    void put(LeaseView lease) {
        long number = lease.lease().lease();
        last = Math.max(last, number);
        if (lease.open()) {
            open.put(number, lease);
            openOf.put(lease.lease().workerId(), number);
        } else {
            open.remove(number);
            openOf.remove(lease.lease().workerId(), number);
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

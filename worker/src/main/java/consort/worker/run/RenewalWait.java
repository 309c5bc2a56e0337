package consort.worker.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long until the certificate is looked at again. */
final class RenewalWait {

    static final Duration LONGEST = Duration.ofMinutes(15);
    /** However short certificates live, and whatever the coordinator says. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    private RenewalWait() {
    }

    /**
     * A renewal that failed is tried again well before the certificate ends; after that, ever more rarely.
     *
     * @param end of the certificate
     * @param dueAt empty: since now or earlier
     * @param before the last wait
     */
    static Duration next(Instant now, Instant end, Optional<Instant> dueAt, Duration before) {
        Duration left = Duration.between(now, end);
        Duration wait = dueAt.map(at -> Duration.between(now, at))
                .orElseGet(() -> left.isPositive() ? left.dividedBy(10) : before.multipliedBy(2));
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}

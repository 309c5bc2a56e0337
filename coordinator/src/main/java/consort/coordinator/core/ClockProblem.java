package consort.coordinator.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A wall clock that is behind the ledger: what was certified since is not valid by it, and nobody who holds it is let in. */
public final class ClockProblem {

    /** Certificates are valid from so long before they are issued. */
    private static final long BORNE_MILLIS = Duration.ofMinutes(5).toMillis();

    private ClockProblem() {
    }

    /**
     * One sentence with both times, for people.
     *
     * @param ledgerTimeMillis of the newest entry
     */
    public static Optional<String> of(long ledgerTimeMillis, long wallMillis) {
        return ledgerTimeMillis - wallMillis <= BORNE_MILLIS ? Optional.empty() : Optional.of("the clock of the coordinator's machine says "
                + Instant.ofEpochMilli(wallMillis) + ", and the ledger's newest entry is of " + Instant.ofEpochMilli(ledgerTimeMillis)
                + ": certificates issued since are not valid yet by this clock, so their holders are refused; set the clock right");
    }
}

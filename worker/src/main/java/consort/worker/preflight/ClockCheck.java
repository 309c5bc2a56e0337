package consort.worker.preflight;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this machine's clock agrees with the coordinator's. Entries carry the time of who signs them; certificates begin
 * five minutes before they are issued, so more would end in refusals.
 *
 * @param coordinator what time it just was there, to the second, told within TLS
 */
public record ClockCheck(InstantSource clock, Supplier<Optional<Instant>> coordinator) implements Check {

    public static final String NAME = "clock";

    /** Clocks that differ by more are a problem. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(CoordinatorCheck.NAME);
    }

    @Override
    public Finding look() {
        Instant now = clock.instant();
        return coordinator.get().map(there -> compared(Duration.between(there, now), now))
                .orElseGet(() -> Finding.unknown("the coordinator does not tell its time, as older ones do not", ""));
    }

    private static Finding compared(Duration ahead, Instant now) {
        String differs = ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " the coordinator's";
        return ahead.abs().compareTo(LIMIT) <= 0
                ? Finding.ok("this machine's is at most " + Math.max(1, ahead.abs().toSeconds() + 1) + " s from the coordinator's")
                : Finding.problem("this machine's, " + now + ", is " + differs,
                        "set it, best by NTP; if it is right, tell the operator. More than " + LIMIT.toSeconds() + " s is a problem");
    }
}

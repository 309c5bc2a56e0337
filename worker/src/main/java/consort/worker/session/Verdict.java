package consort.worker.session;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the coordinator made of a claim.
 *
 * @param accepted whether it was accepted
 * @param reason why it was refused: a code, and what the coordinator added
 * @param acceptedMillis device time that counts
 * @param scoreMilli thousandths by which it is normalized; empty where the charter has no reference speed
 * @param reduction a code: why more device time was cut than clock, lease and outcome do
 */
public record Verdict(boolean accepted, Optional<String> reason, long acceptedMillis, OptionalLong scoreMilli,
        Optional<String> reduction) {

    /** What counts, in words. */
    String counted() {
        return acceptedMillis + " ms count" + (scoreMilli.isPresent() ? " at score " + scoreMilli.getAsLong() + "/1000" : "")
                + reduction.map(code -> ", the rest was cut (" + code + ")").orElse("");
    }
}

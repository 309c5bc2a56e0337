package consort.worker.session;

import java.util.Optional;

/**
 * What the coordinator made of a claim.
 *
 * @param accepted whether it was accepted
 * @param reason reason code of a refusal, or of a failure that was accepted as such
 * @param acceptedMillis device time that counts
 */
public record Verdict(boolean accepted, Optional<String> reason, long acceptedMillis) {
}

package consort.worker.session;

import java.util.Optional;

/**
 * What the coordinator made of a claim.
 *
 * @param accepted whether it was accepted
 * @param reason why it was refused: a code, and what the coordinator added
 * @param acceptedMillis device time that counts
 */
public record Verdict(boolean accepted, Optional<String> reason, long acceptedMillis) {
}

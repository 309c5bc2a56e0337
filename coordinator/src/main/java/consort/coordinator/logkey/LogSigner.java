package consort.coordinator.logkey;

import consort.ledger.note.SignerKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What signs for the log.
 *
 * @param current signs entries, receipts and checkpoints
 * @param retiring the key before, which signs receipts and checkpoints as well until it is deleted: who knows no other, as a tool
 *     of others does, verifies them still
 */
public record LogSigner(SignerKey current, Optional<SignerKey> retiring) {

    /** The log's name. */
    public String origin() {
        return current.name();
    }

    /** Those that sign receipts and checkpoints, the current one first. */
    public List<SignerKey> keys() {
        return Stream.concat(Stream.of(current), retiring.stream()).toList();
    }
}

package consort.coordinator.witness;

import consort.ledger.log.SignedCheckpoint;
import java.io.IOException;
import java.util.Optional;

/** The log that witnesses are asked about, as far as it is published. */
public interface Witnessed {

    /**
     * A published checkpoint.
     *
     * @param roster whose cosignatures count under it
     */
    record Newest(SignedCheckpoint checkpoint, Roster roster) {

        long size() {
            return checkpoint.checkpoint().size();
        }
    }

    /** The newest checkpoint; empty before the first of this process. */
    Optional<Newest> newest();

    /** The size of the newest checkpoint that the quorum cosigned; 0 before the first. */
    long witnessedSize();

    /**
     * The body of {@code add-checkpoint} for a witness that cosigned {@code oldSize} entries before.
     *
     * @throws consort.ledger.log.LogDamagedException when the log's files do not prove that the checkpoint continues them
     */
    byte[] request(long oldSize, SignedCheckpoint checkpoint) throws IOException;

    /**
     * Keeps cosignatures that came.
     *
     * @param checkpoint a published one, with all cosignatures so far
     * @param byQuorum whether they are as many as the charter asks for
     */
    void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) throws IOException;
}

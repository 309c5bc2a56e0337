package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The newest checkpoint as a log's writer finds it. */
final class CheckpointFile {

    private CheckpointFile() {
    }

    /** @param logKeys of which one at least must have signed it */
    static Optional<SignedCheckpoint> read(Disk disk, List<VerifierKey> logKeys) throws IOException {
        if (!disk.exists(SignedCheckpoint.PATH)) {
            return Optional.empty();
        }
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(disk.readAll(SignedCheckpoint.PATH, SignedCheckpoint.MAX_BYTES));
            signed.verify(logKeys.getFirst().name(), logKeys);
            return Optional.of(signed);
        } catch (MalformedNoteException malformed) {
            throw new LogDamagedException(Kind.MALFORMED, SignedCheckpoint.PATH, malformed.getMessage());
        } catch (UnverifiedNoteException unsigned) {
            throw new LogDamagedException(Kind.UNSIGNED, SignedCheckpoint.PATH, unsigned.getMessage());
        }
    }

    /** The process before may have died after replacing it and before that was durable; a journal may be cut relying on it. */
    static void makeDurable(Disk disk, Optional<SignedCheckpoint> published) throws IOException {
        if (published.isPresent()) {
            disk.replace(SignedCheckpoint.PATH, published.get().bytes());
        }
    }
}

package consort.ledger.audit;

import consort.ledger.disk.FileDisk;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.Cosigner;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.witness.Cosigners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The ledger of {@link EveryEntry}, whose charter asks for two cosignatures, in a folder. */
final class WitnessedLedger {

    static final long NOW = 1_800_000_000L;

    private WitnessedLedger() {
    }

    static void cosign(LedgerBuilder ledger, Path folder, String file, String... organizations) throws IOException {
        FileDisk disk = new FileDisk(folder);
        SignedCheckpoint checkpoint = new LogReader(TileSource.of(disk)).checkpoint();
        disk.replace(file, cosigned(ledger, checkpoint, organizations).bytes());
    }

    static SignedCheckpoint cosigned(LedgerBuilder ledger, SignedCheckpoint checkpoint, String... organizations) {
        SignedCheckpoint merged = checkpoint;
        try {
            for (String organization : organizations) {
                String line = new Cosigner(LedgerBuilder.witnessSecret(organization)).cosign(checkpoint.note().text(), NOW).line();
                merged = Cosigners.at(ledger.state, ledger.state.size()).merge(merged, line.getBytes(StandardCharsets.UTF_8));
            }
            return merged;
        } catch (UnverifiedNoteException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

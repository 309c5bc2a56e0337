package consort.coordinator.witness;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.NoteSignature;
import consort.ledger.witness.AddCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The log as an engine published it. Proofs are made of the tiles, which do not change; so the engine need not be asked.
 *
 * @param ledger the log's folder
 * @param published what the engine published last
 * @param outside witnesses outside the consortium
 */
public record PublishedLog(Disk ledger, LogStore log, Supplier<Optional<Witnessed.Newest>> published,
        Map<WitnessName, CosignerKey> outside) implements Witnessed {

    public PublishedLog {
        outside = Map.copyOf(outside);
    }

    @Override
    public Optional<Newest> newest() {
        return published.get().map(newest -> new Newest(newest.checkpoint(), newest.roster().with(outside)));
    }

    @Override
    public long witnessedSize() {
        return log.witnessed().map(checkpoint -> checkpoint.checkpoint().size()).orElse(0L);
    }

    /** Only with the log's own signatures: witnesses ignore the others. */
    @Override
    public byte[] request(long oldSize, SignedCheckpoint checkpoint) throws IOException {
        LogReader tiles = new LogReader(TileSource.of(ledger));
        List<NoteSignature> own = checkpoint.note().signatures().stream()
                .filter(line -> line.name().equals(checkpoint.checkpoint().origin())).toList();
        return new AddCheckpoint(oldSize, tiles.proveConsistency(oldSize, checkpoint.checkpoint()), checkpoint.signedBy(own)).bytes();
    }

    @Override
    public void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) throws IOException {
        log.cosigned(checkpoint, byQuorum);
    }
}

package consort.coordinator.witness;

import consort.ledger.disk.Disk;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.ProofVerifier;
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

    /**
     * Only with the log's own signatures: witnesses ignore the others. The proof is verified before: one that was made of a damaged tile
     * would look like another history to whoever is asked.
     */
    @Override
    public byte[] request(long oldSize, SignedCheckpoint checkpoint) throws IOException {
        LogReader tiles = new LogReader(TileSource.of(ledger));
        Checkpoint tree = checkpoint.checkpoint();
        List<Hash> proof = tiles.proveConsistency(oldSize, tree);
        if (!ProofVerifier.consistent(oldSize, tiles.root(tree, oldSize), tree.size(), tree.root(), proof)) {
            throw new LogDamagedException(Kind.DIFFERENT, "tile", "the hash tiles do not lead from the first " + oldSize
                    + " entries to the root that is signed for " + tree.size());
        }
        List<NoteSignature> own = checkpoint.note().signatures().stream()
                .filter(line -> line.name().equals(checkpoint.checkpoint().origin())).toList();
        return new AddCheckpoint(oldSize, proof, checkpoint.signedBy(own)).bytes();
    }

    @Override
    public void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) throws IOException {
        log.cosigned(checkpoint, byQuorum);
    }
}

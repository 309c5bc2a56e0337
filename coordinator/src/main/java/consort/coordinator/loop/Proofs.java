package consort.coordinator.loop;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.coordinator.core.Effect;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.Hash;
import consort.proto.CoordinatorMessage;
import consort.proto.EntryProof;
import consort.proto.InclusionPath;
import consort.proto.Proof;
import java.io.IOException;
import java.util.List;

/** Makes proofs from the published tiles, which never change: for any thread, beside the log's writer. */
public final class Proofs {

    private final TileSource ledger;

    public Proofs(TileSource ledger) {
        this.ledger = ledger;
    }

    /** @throws IOException when tiles cannot be read, or are damaged */
    public Effect.Send made(Effect.Prove prove) throws IOException {
        LogReader reader = new LogReader(ledger);
        Checkpoint tree = prove.checkpoint().checkpoint();
        Proof.Builder proof = Proof.newBuilder()
                .setCheckpoint(UnsafeByteOperations.unsafeWrap(prove.checkpoint().bytes()))
                .setKnownSize(prove.knownSize());
        if (prove.knownSize() <= tree.size()) {
            proof.addAllConsistency(hashes(reader.proveConsistency(prove.knownSize(), tree)));
        }
        for (Effect.Receipted entry : prove.entries()) {
            EntryProof.Builder paths = EntryProof.newBuilder().setSeq(entry.seq());
            for (long index : entry.indexes()) {
                paths.addPaths(InclusionPath.newBuilder().addAllHashes(hashes(reader.proof(prove.checkpoint(), index).path())));
            }
            proof.addEntries(paths);
        }
        return new Effect.Send(prove.worker(), prove.session(), CoordinatorMessage.newBuilder().setProof(proof).build());
    }

    private static List<ByteString> hashes(List<Hash> hashes) {
        return hashes.stream().map(hash -> UnsafeByteOperations.unsafeWrap(hash.bytes())).toList();
    }
}

package consort.worker.run;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.AddCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** A log of the tests, with as many histories as there are names. */
final class History {

    static final SignerKey LOG_KEY = SignerKey.fromSeed("pool.example/pool", new byte[SignerKey.SEED_BYTES]);

    private History() {
    }

    private static List<Hash> leaves(String history, long size) {
        return LongStream.range(0, size).mapToObj(index -> TreeHash.leaf((history + index).getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** To cosign a history's first {@code to} entries, with the proof that they continue its first {@code from}. */
    static byte[] request(String history, long from, long to) throws IOException {
        List<Hash> leaves = leaves(history, to);
        Prover prover = new Prover((height, index) -> TreeHash.perfect(leaves.subList((int) (index << height), (int) (index + 1 << height))));
        return new AddCheckpoint(from, prover.consistency(from, to), checkpoint(to, prover.root(to))).bytes();
    }

    /** The same without a proof. */
    static byte[] unproven(String history, long from, long to) throws IOException {
        return new AddCheckpoint(from, List.of(), AddCheckpoint.parse(request(history, from, to)).note()).bytes();
    }

    /** What a worker of the log keeps as the newest that it saw. */
    static byte[] checkpoint(String history, long size) throws IOException {
        return AddCheckpoint.parse(request(history, 0, size)).note().bytes();
    }

    private static SignedCheckpoint checkpoint(long size, Hash root) {
        return SignedCheckpoint.sign(new Checkpoint(LOG_KEY.name(), size, root), new SignerKey[] {LOG_KEY});
    }
}

package consort.ledger.witness;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.LongStream;

/** A log in memory that grows, and another that does up to where it forks. */
final class Chain {

    static final SignerKey LOG = SignerKey.fromSeed("example.org/log", new byte[SignerKey.SEED_BYTES]);

    private final List<Hash> leaves;

    private Chain(List<Hash> leaves) {
        this.leaves = leaves;
    }

    static Chain of(long size) {
        return forked(size, size);
    }

    /** @param fork where the entries begin to be other ones */
    static Chain forked(long fork, long size) {
        return new Chain(LongStream.range(0, size)
                .mapToObj(index -> TreeHash.leaf(("entry " + index + (index < fork ? "" : " forked")).getBytes())).toList());
    }

    SignedCheckpoint checkpoint(long size, SignerKey... keys) {
        return SignedCheckpoint.sign(new Checkpoint(LOG.name(), size, root(size)), keys.length == 0 ? new SignerKey[] {LOG} : keys);
    }

    Hash root(long size) {
        try {
            return prover().root(size);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    List<Hash> proof(long from, long to) {
        try {
            return prover().consistency(from, to);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] request(long from, long to) {
        return new AddCheckpoint(from, proof(from, to), checkpoint(to)).bytes();
    }

    private Prover prover() {
        return new Prover((height, index) -> TreeHash.perfect(leaves.subList((int) (index << height), (int) (index + 1 << height))));
    }
}

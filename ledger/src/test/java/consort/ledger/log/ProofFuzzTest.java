package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.Prover;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Proof files: none that verifies places an entry where it does not stand. */
class ProofFuzzTest extends DecoderFuzzTest {

    private static final int SIZE = 11;

    private final List<Hash> leaves = Logs.entries(0, SIZE).stream().map(TreeHash::leaf).toList();

    @Override
    protected List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (long index : new long[] {0, 6, 10}) {
            seeds.add(proof(index).bytes());
        }
        seeds.add(new String(seeds.getFirst(), StandardCharsets.UTF_8).replaceFirst("index", "extra AAAA\nindex")
                .getBytes(StandardCharsets.UTF_8));
        return seeds;
    }

    @Override
    protected int quickRuns() {
        return 4000;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        TlogProof proof;
        try {
            proof = TlogProof.parse(input);
        } catch (MalformedNoteException refused) {
            return false;
        }
        assertThat(TlogProof.parse(proof.bytes())).isEqualTo(proof);
        assertThat(proof.bytes()).isEqualTo(input);
        for (Hash leaf : leaves) {
            if (verifies(proof, leaf)) {
                assertThat(leaves.get((int) proof.index())).as("the entry at %d", proof.index()).isEqualTo(leaf);
                assertThat(proof.path()).isEqualTo(proof(proof.index()).path());
            }
        }
        return true;
    }

    private static boolean verifies(TlogProof proof, Hash leaf) {
        try {
            proof.verify(leaf, Logs.KEY.verifierKey());
            return true;
        } catch (UnverifiedNoteException forged) {
            return false;
        }
    }

    private TlogProof proof(long index) throws IOException {
        Prover prover = new Prover((height, at) -> TreeHash.perfect(leaves.subList((int) (at << height), (int) (at + 1 << height))));
        return new TlogProof(index, prover.inclusion(index, SIZE),
                SignedCheckpoint.sign(new Checkpoint(Logs.KEY.name(), SIZE, prover.root(SIZE)), Logs.KEY));
    }
}

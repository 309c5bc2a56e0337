package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import java.util.List;

/** Checkpoints, as members fetch them and auditors find them. */
class CheckpointFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                SignedCheckpoint.sign(new Checkpoint("example.org/log", 0, TreeHash.EMPTY_ROOT), Logs.KEY).bytes(),
                SignedCheckpoint.sign(new Checkpoint("example.org/log", Long.MAX_VALUE, TreeHash.leaf(new byte[1])), Logs.KEY)
                        .bytes());
    }

    @Override
    protected boolean accepts(byte[] input) {
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.parse(input);
        } catch (MalformedNoteException refused) {
            return false;
        }
        assertThat(signed.bytes()).isEqualTo(input);
        assertThat(signed.note().text()).isEqualTo(signed.checkpoint().text());
        assertThat(signed.checkpoint().size()).isNotNegative();
        return true;
    }
}

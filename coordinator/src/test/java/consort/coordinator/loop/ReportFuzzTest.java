package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Held;
import consort.coordinator.core.Holding;
import consort.coordinator.core.Pool;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import java.io.IOException;
import java.util.List;

/** What somebody says it holds of the ledger: it counts only where the log's key signed exactly that. */
class ReportFuzzTest extends DecoderFuzzTest {

    private final Pool pool = new Pool();
    private final Holdings holdings;
    private final List<byte[]> signed;
    private final List<String> texts;

    ReportFuzzTest() throws IOException {
        pool.member("acme");
        holdings = new Holdings(pool.engine.log(), pool.engine.logKeys());
        long size = pool.state().size();
        signed = List.of(
                pool.engine.log().published().orElseThrow().bytes(),
                SignedCheckpoint.sign(new Checkpoint(Pool.ORIGIN, size + 9, TreeHash.leaf(new byte[1])), pool.logKey).bytes(),
                SignedCheckpoint.sign(new Checkpoint(Pool.ORIGIN, 2, TreeHash.leaf(new byte[1])), pool.logKey).bytes(),
                receipt(1, TreeHash.leaf(pool.engine.log().entry(1))),
                receipt(1, TreeHash.leaf(new byte[1])),
                receipt(size + 3, TreeHash.leaf(new byte[1])));
        texts = signed.stream().map(note -> Note.parse(note, Receipts.MAX_BYTES).text()).toList();
    }

    private byte[] receipt(long index, Hash leaf) {
        return Receipts.sign(pool.logKey, List.of(new Receipted(index, leaf)));
    }

    @Override
    protected List<byte[]> seeds() {
        return signed;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Holding holding = holdings.compare(Held.read(List.of(input), LogKeys.of(pool.logKey.verifierKey())));
        if (holding.kind() == Holding.Kind.UNSIGNED) {
            return false;
        }
        assertThat(texts).contains(Note.parse(input, SignedCheckpoint.MAX_BYTES).text());
        assertThat(holding.entries()).isBetween(1L, pool.state().size() + 9);
        return true;
    }
}

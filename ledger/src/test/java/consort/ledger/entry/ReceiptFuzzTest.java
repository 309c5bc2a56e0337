package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import java.util.List;

/** Receipts, which a worker keeps for the day of a dispute. */
class ReceiptFuzzTest extends DecoderFuzzTest {

    private static final LedgerBuilder LEDGER = LedgerBuilder.consortium();
    private static final List<Receipted> ENTRIES = List.of(
            new Receipted(3, TreeHash.leaf(LEDGER.entries.get(3))), new Receipted(4, TreeHash.leaf(LEDGER.entries.get(4))));

    @Override
    protected List<byte[]> seeds() {
        return List.of(Receipts.sign(LEDGER.logKey, ENTRIES), Receipts.sign(LEDGER.logKey, ENTRIES.subList(0, 1)));
    }

    @Override
    protected int quickRuns() {
        return 4000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        Receipt receipt;
        try {
            receipt = Receipts.parse(input);
        } catch (MalformedNoteException refused) {
            return false;
        }
        StringBuilder text = new StringBuilder(KeyNames.domain(receipt.origin()) + "/receipt/v1\n" + receipt.origin() + "\n");
        receipt.entries().forEach(entry ->
                text.append(entry.index()).append(' ').append(StrictBase64.encode(entry.leafHash().bytes())).append('\n'));
        assertThat(Note.parse(input, Receipts.MAX_BYTES).text()).isEqualTo(text.toString());
        try {
            Receipt verified = Receipts.verify(input, LEDGER.logKey.verifierKey());
            assertThat(verified.entries()).as("what the log's key signed").isIn(ENTRIES, ENTRIES.subList(0, 1));
        } catch (UnverifiedNoteException forged) {
            assertThat(forged.getMessage()).isNotBlank();
        }
        return true;
    }
}

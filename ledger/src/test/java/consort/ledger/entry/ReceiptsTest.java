package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final SignerKey LOG = LedgerBuilder.key(LedgerBuilder.ORIGIN);
    private static final List<Receipted> TWO = List.of(
            new Receipted(0, TreeHash.leaf(new byte[] {1})), new Receipted(17, TreeHash.leaf(new byte[] {2})));

    @Test
    void readsWhatItSigned() throws UnverifiedNoteException {
        byte[] bytes = Receipts.sign(LOG, TWO);
        assertThat(Receipts.verify(bytes, LOG.verifierKey())).isEqualTo(new Receipt(LedgerBuilder.ORIGIN, TWO));
        assertThat(Receipts.sign(LOG, TWO)).as("always the same").isEqualTo(bytes);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).startsWith("example.org/receipt/v1\nexample.org/demo\n0 ");
    }

    @Test
    void refusesAnotherKeyAndAnotherLedger() {
        byte[] bytes = Receipts.sign(LOG, TWO);
        SignerKey other = LedgerBuilder.key("example.org/other");
        assertThatThrownBy(() -> Receipts.verify(bytes, other.verifierKey())).isInstanceOf(UnverifiedNoteException.class);
        byte[] foreign = Note.sign(text(bytes), other).bytes();
        assertThatThrownBy(() -> Receipts.verify(foreign, other.verifierKey()))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining("for the ledger example.org/demo");
    }

    @Test
    void refusesAnotherForm() {
        String honest = text(Receipts.sign(LOG, TWO));
        for (String altered : List.of(
                honest.replace("receipt/v1", "receipt/v2"),
                honest.replace("example.org/receipt", "example.com/receipt"),
                honest.replace("\n17 ", "\n0 "),
                honest.replace("\n17 ", "\n017 "),
                honest.replace("\n17 ", "\n17  "),
                honest + "more\n",
                "example.org/receipt/v1\nexample.org/demo\n")) {
            byte[] bytes = Note.sign(altered, LOG).bytes();
            assertThatThrownBy(() -> Receipts.verify(bytes, LOG.verifierKey())).as(altered)
                    .isInstanceOf(MalformedNoteException.class);
        }
    }

    private static String text(byte[] note) {
        return Note.parse(note, Receipts.MAX_BYTES).text();
    }
}

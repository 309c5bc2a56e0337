package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a party's word for a signing request says, and what it is not taken for. */
class RenewalNoteTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final byte[] REQUEST = "a signing request".getBytes(StandardCharsets.UTF_8);

    private final SignerKey key = key("acme/w1", 1);
    private final byte[] note = RenewalNote.sign(key, ORIGIN, REQUEST);

    private static SignerKey key(String name, int fill) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return SignerKey.fromSeed(ORIGIN + "/" + name, seed);
    }

    @Test
    void isTheWordOfItsKeyForOneRequestInOneConsortium() {
        assertThat(RenewalNote.isSigned(note, key.verifierKey(), ORIGIN, REQUEST)).isTrue();
        assertThat(RenewalNote.isSigned(note, key.verifierKey(), ORIGIN, new byte[] {1})).isFalse();
        assertThat(RenewalNote.isSigned(note, key.verifierKey(), "pool.example/other", REQUEST)).isFalse();
        assertThat(RenewalNote.isSigned(note, key("acme/w1", 2).verifierKey(), ORIGIN, REQUEST)).isFalse();
        assertThat(RenewalNote.isSigned(RenewalNote.sign(key("acme/w2", 1), ORIGIN, REQUEST), key.verifierKey(), ORIGIN, REQUEST))
                .isFalse();
    }

    @Test
    void whatIsNoNoteIsNobodysWord() {
        for (byte[] unfit : new byte[][] {{}, REQUEST, Arrays.copyOf(note, note.length - 1), new byte[RenewalNote.MAX_BYTES + 1]}) {
            assertThat(RenewalNote.isSigned(unfit, key.verifierKey(), ORIGIN, REQUEST)).isFalse();
        }
        byte[] changed = note.clone();
        changed[note.length - 5] ^= 1;
        assertThat(RenewalNote.isSigned(changed, key.verifierKey(), ORIGIN, REQUEST)).isFalse();
    }

    @Test
    void isNeverReadAsAnEntryOrAReceipt() {
        assertThatThrownBy(() -> Entries.parse(note)).isInstanceOfAny(MalformedEntryException.class, UnknownEntryTypeException.class);
        assertThatThrownBy(() -> Receipts.parse(note)).isInstanceOf(RuntimeException.class);
    }
}

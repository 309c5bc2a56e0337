package consort.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.util.List;

/** Signed notes, the form of everything that is signed. */
class NoteFuzzTest extends DecoderFuzzTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/log", new byte[SignerKey.SEED_BYTES]);
    private static final SignerKey OTHER = SignerKey.fromSeed("example.org/log/acme", new byte[SignerKey.SEED_BYTES]);

    @Override
    protected List<byte[]> seeds() {
        return List.of(Note.sign("one line\n", KEY).bytes(), Note.sign("two\n\nlines — ü\n", KEY, OTHER).bytes());
    }

    @Override
    protected List<String> words() {
        return List.of("\n\n", "— ", "\n— example.org/log ", "AAAA", "\u2028", "==\n");
    }

    @Override
    protected boolean accepts(byte[] input) {
        Note note;
        try {
            note = Note.parse(input, 2000);
        } catch (MalformedNoteException refused) {
            return false;
        }
        assertThat(note.bytes()).isEqualTo(input);
        assertThat(input.length).isLessThanOrEqualTo(2000);
        assertThat(note.signatures()).hasSizeBetween(1, Note.MAX_SIGNATURES);
        return true;
    }
}

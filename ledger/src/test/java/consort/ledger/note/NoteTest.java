package consort.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoteTest {

    /** The example of c2sp.org/signed-note. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String NOTE = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private final SignerKey alice = key("example.org/alice", 1);
    private final SignerKey bob = key("example.org/bob", 2);

    @Test
    void verifiesTheExampleOfTheSpecification() throws Exception {
        VerifierKey key = VerifierKey.parse(KEY);
        Note note = parse(NOTE);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.verify(List.of(key))).containsExactly(key);
        assertThat(key).hasToString(KEY);
    }

    @Test
    void signsReproduciblyAndReadsBackTheSameBytes() throws Exception {
        Note note = Note.sign("first\n\nsecond, with an ü\n", alice, bob);
        assertThat(Note.sign(note.text(), alice, bob).bytes()).isEqualTo(note.bytes());
        Note read = Note.parse(note.bytes(), Note.MAX_BYTES);
        assertThat(read).isEqualTo(note).hasSameHashCodeAs(note);
        assertThat(read.bytes()).isEqualTo(note.bytes());
        assertThat(read.verify(List.of(bob.verifierKey(), alice.verifierKey())))
                .containsExactly(bob.verifierKey(), alice.verifierKey());
        assertThat(read.onlySignature()).isEmpty();
        assertThat(Note.sign("x\n", alice).onlySignature()).isPresent();
    }

    @Test
    void ignoresUnknownKeysAlsoWhenTheyShareANameOrAnId() throws Exception {
        Note note = Note.sign("x\n", alice, key("example.org/alice", 9), bob);
        assertThat(note.verify(List.of(alice.verifierKey()))).containsExactly(alice.verifierKey());
    }

    @Test
    void rejectsANoteThatNoKnownKeySigned() {
        assertThatThrownBy(() -> Note.sign("x\n", alice).verify(List.of(bob.verifierKey())))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining("[example.org/alice (key ");
        assertThatThrownBy(() -> Note.sign("x\n", alice).verify(List.of())).isInstanceOf(UnverifiedNoteException.class);
    }

    @Test
    void rejectsAWrongSignatureOfAKnownKeyEvenBesideAValidOne() {
        Note one = Note.sign("one\n", alice, bob);
        Note other = Note.sign("other\n", bob);
        Note mixed = new Note("one\n", List.of(one.signatures().getFirst(), other.signatures().getFirst()));
        assertThatThrownBy(() -> mixed.verify(List.of(alice.verifierKey(), bob.verifierKey())))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining("example.org/bob");
    }

    @Test
    void rejectsARepeatedSignatureOfAKnownKeyHoweverOftenOthersSigned() throws Exception {
        NoteSignature line = Note.sign("x\n", alice).signatures().getFirst();
        NoteSignature other = Note.sign("x\n", bob).signatures().getFirst();
        assertThat(new Note("x\n", List.of(other, line, other)).verify(List.of(alice.verifierKey())))
                .containsExactly(alice.verifierKey());
        Note repeated = new Note("x\n", Collections.nCopies(Note.MAX_SIGNATURES, line));
        assertThatThrownBy(() -> repeated.verify(List.of(alice.verifierKey())))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining("100 signatures of example.org/alice");
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = Note.sign("steps 5\n", alice).bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Note.parse(flipped, Note.MAX_BYTES).verify(List.of(alice.verifierKey())))
                    .as("bit %s", bit)
                    .isInstanceOfAny(MalformedNoteException.class, UnverifiedNoteException.class);
        }
    }

    @Test
    void refusesWhatIsNoNote() {
        String line = Note.sign("x\n", alice).signatures().getFirst().line();
        for (String malformed : List.of("", "\n", "x", "x\n", "x\n\n", "x\n\n\n", line, "\n" + line, "x\n" + line,
                "x\n\n" + line.strip(), "x\n\n" + line + "\n", "x\n\n" + line + "junk\n", "x\n\n-" + line.substring(1),
                "x\n\n" + line.replace("— ", "—"), "x\n\n" + line.replace("alice", "al ice"),
                "x\n\n" + line.replace("alice", "al+ice"), "x\n\n— example.org/alice \n", "x\n\n— example.org/alice AAAAAA==\n",
                "x\ty\n\n" + line, "x\r\n\n" + line, "x\0\n\n" + line)) {
            assertThatThrownBy(() -> parse(malformed)).as(malformed).isInstanceOf(MalformedNoteException.class);
        }
        assertThatThrownBy(() -> Note.parse(new byte[] {'x', (byte) 0xC0, '\n'}, 9)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> Note.sign("no newline", alice)).isInstanceOf(MalformedNoteException.class);
        for (String unpaired : List.of("\uD800\n", "\uDE00\n", "\uDE00\uD83D\n", "\uD83D\uDE00\uD83D\n")) {
            assertThatThrownBy(() -> Note.sign(unpaired, alice)).isInstanceOf(MalformedNoteException.class);
        }
        assertThat(Note.parse(Note.sign("\uD83D\uDE00\n", alice).bytes(), Note.MAX_BYTES).text()).isEqualTo("\uD83D\uDE00\n");
    }

    @Test
    void refusesBase64WithAlteredTrailingBitsOrPadding() {
        String altered = NOTE.replace("yaQM=", "yaQN=");
        assertThatThrownBy(() -> parse(altered)).hasMessageContaining("not canonical base64");
        assertThatThrownBy(() -> parse(NOTE.replace("yaQM=", "yaQM"))).hasMessageContaining("base64");
        assertThatThrownBy(() -> StrictBase64.decode("AA=\n")).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void limitsSizeAndNumberOfSignatures() {
        List<NoteSignature> many = new ArrayList<>(
                Collections.nCopies(Note.MAX_SIGNATURES, Note.sign("x\n", alice).signatures().getFirst()));
        byte[] most = new Note("x\n", many).bytes();
        assertThat(Note.parse(most, most.length).signatures()).hasSize(Note.MAX_SIGNATURES);
        assertThatThrownBy(() -> Note.parse(most, most.length - 1)).hasMessageContaining("at most " + (most.length - 1));
        byte[] line = many.getFirst().line().getBytes(StandardCharsets.UTF_8);
        byte[] tooMany = Arrays.copyOf(most, most.length + line.length);
        System.arraycopy(line, 0, tooMany, most.length, line.length);
        assertThatThrownBy(() -> Note.parse(tooMany, tooMany.length)).hasMessageContaining("more than 100 signature lines");
    }

    @Test
    void refusesKeysThatWereChanged() {
        for (String changed : List.of("", "a+b", KEY + "=", KEY.replace("foo", "fop"), KEY.replace("530d903a", "530d903b"),
                KEY.replace("530d903a", "530D903A"), KEY.replace("AekyeR", "AekyeS"), KEY.replace("+Aek", "+Aes"),
                KEY.replace("+Aeky", "+BOky"), KEY.replace("example.com", "exam ple.com"), KEY + "\n")) {
            assertThatThrownBy(() -> VerifierKey.parse(changed)).as(changed).isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void refusesPublicKeysOutsideThePrimeOrderGroup() {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        assertThatThrownBy(() -> VerifierKey.of("weak", neutral)).hasMessageContaining("not a valid Ed25519 public key");
        assertThatThrownBy(() -> VerifierKey.of("weak", new byte[32])).isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> VerifierKey.of("short", new byte[31])).hasMessageContaining("not 31");
    }

    @Test
    void aSignerKeyShowsItsSecretOnlyOnDemand() {
        assertThat(alice.toString()).doesNotContain(alice.secretText()).contains(alice.verifierKey().toString());
        assertThat(SignerKey.parse(alice.secretText()).verifierKey()).isEqualTo(alice.verifierKey());
        String broken = alice.secretText().substring(0, alice.secretText().length() - 2) + "*=";
        assertThatThrownBy(() -> SignerKey.parse(broken)).hasMessageContaining("example.org/alice")
                .message().doesNotContain(broken.substring(40));
        assertThatThrownBy(() -> SignerKey.parse(alice.secretText().replace("alice", "carol")))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> SignerKey.fromSeed("x", new byte[31])).isInstanceOf(MalformedNoteException.class);
    }

    private static SignerKey key(String name, int seed) {
        byte[] bytes = new byte[SignerKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SignerKey.fromSeed(name, bytes);
    }

    private static Note parse(String text) {
        return Note.parse(text.getBytes(StandardCharsets.UTF_8), Note.MAX_BYTES);
    }
}

package consort.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CosignerKeyTest {

    private static final String TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private static final SignerKey SECRET = SignerKey.fromSeed("witness.example.com/w1", new byte[SignerKey.SEED_BYTES]);
    private static final Cosigner COSIGNER = new Cosigner(SECRET);

    /** The example of c2sp.org/tlog-cosignature, which gives no public key: what can be compared is how it is written. */
    @Test
    void readsTheSpecificationsExample() {
        Note note = Note.parse((TEXT + "\n"
                + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
                + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n")
                .getBytes(StandardCharsets.UTF_8), 10_000);
        NoteSignature example = note.signatures().get(1);
        assertThat(example.signature()).hasSize(8 + 64);
        assertThat(ByteBuffer.wrap(example.signature()).getLong()).isEqualTo(1679315147L);
        assertThat(new String(CosignerKey.message(TEXT, 1679315147L), StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + TEXT);
    }

    @Test
    void itsOwnSignatureTypeGivesItsOwnKeyId() {
        CosignerKey key = COSIGNER.key();
        assertThat(key.id()).isNotEqualTo(SECRET.verifierKey().id());
        assertThat(CosignerKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> VerifierKey.parse(key.toString())).hasMessageContaining("not Ed25519 (0x01)");
        assertThatThrownBy(() -> CosignerKey.parse(SECRET.verifierKey().toString())).hasMessageContaining("(0x04)");
        assertThatThrownBy(() -> CosignerKey.parse(key.toString().replace("w1", "w2"))).hasMessageContaining("the key ID must be");
    }

    @Test
    void saysWhenAndVerifies() throws Exception {
        Note log = Note.sign(TEXT, SignerKey.fromSeed("example.com/behind-the-sofa", new byte[SignerKey.SEED_BYTES]));
        Note cosigned = new Note(TEXT, List.of(log.signatures().getFirst(), COSIGNER.cosign(TEXT, 7), COSIGNER.cosign(TEXT, 1679315147L)));
        assertThat(COSIGNER.key().cosigned(cosigned)).as("the newest").hasValue(1679315147L);
        assertThat(COSIGNER.key().cosigned(log)).isEmpty();
    }

    @Test
    void noChangedByteVerifies() {
        NoteSignature line = COSIGNER.cosign(TEXT, 1679315147L);
        for (int i = 0; i < line.signature().length; i++) {
            byte[] changed = line.signature();
            changed[i] ^= (byte) (i == 0 ? 0x80 : 1);
            Note note = new Note(TEXT, List.of(new NoteSignature(line.name(), line.keyId(), changed)));
            assertThatThrownBy(() -> COSIGNER.key().cosigned(note)).as("byte %d", i).isInstanceOf(UnverifiedNoteException.class);
        }
        Note other = new Note(TEXT.replace("20852163", "20852164"), List.of(line));
        assertThatThrownBy(() -> COSIGNER.key().cosigned(other)).isInstanceOf(UnverifiedNoteException.class);
        Note plain = new Note(TEXT, List.of(new NoteSignature(line.name(), line.keyId(), SECRET.sign(TEXT.getBytes(StandardCharsets.UTF_8)))));
        assertThatThrownBy(() -> COSIGNER.key().cosigned(plain)).as("a signature without a time").isInstanceOf(UnverifiedNoteException.class);
    }

    @Test
    void aCosignatureSaysWhen() {
        assertThatThrownBy(() -> COSIGNER.cosign(TEXT, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

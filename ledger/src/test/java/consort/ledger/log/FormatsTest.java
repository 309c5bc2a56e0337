package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormatsTest {

    private static final Hash ROOT = TreeHash.leaf(new byte[0]);
    private static final String ROOT_TEXT = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";

    @Test
    void namesTilesAsTheSpecificationDoes() {
        assertThat(new TilePath(0, 1234067, 256)).hasToString("tile/0/x001/x234/067");
        assertThat(new TilePath(TilePath.ENTRIES, 0, 112)).hasToString("tile/entries/000.p/112");
        assertThat(new TilePath(1, 1000, 1)).hasToString("tile/1/x001/000.p/1");
        for (TilePath tile : List.of(new TilePath(0, 999, 256), new TilePath(7, 1_000_000_000L, 9), new TilePath(-1, 5, 255))) {
            assertThat(TilePath.parse(tile.path())).contains(tile);
        }
    }

    @Test
    void recognizesOnlyExactTileNames() {
        for (String path : List.of("", "tile/0", "tile/8/000", "tile/00/000", "tile/0/0", "tile/0/0000", "tile/0/000/000",
                "tile/0/x000/001", "tile/0/001/x000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p",
                "tile/data/000", "tile/0/000.p/1/", "/tile/0/000", "tile/0/x001/x001/x001/x001/x001/000")) {
            assertThat(TilePath.parse(path)).as(path).isEmpty();
        }
    }

    @Test
    void bundlesEntriesWithTheirLengths() {
        byte[] large = new byte[EntryBundle.MAX_ENTRY_BYTES];
        byte[] bundle = EntryBundle.encode(List.of(new byte[] {7}, large));
        assertThat(bundle).startsWith(0, 1, 7, 0xFF, 0xFF).hasSize(2 + 1 + 2 + 65_535);
        assertThat(EntryBundle.decode(bundle)).containsExactly(new byte[] {7}, large);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536]))).hasMessageContaining("not 65536");
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[0]))).hasMessageContaining("not 0");
        for (byte[] malformed : List.of(new byte[] {0}, new byte[] {0, 0}, new byte[] {0, 2, 1}, new byte[] {0, 1, 1, 0})) {
            assertThatThrownBy(() -> EntryBundle.decode(malformed)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void writesACheckpointAsItsThreeLines() throws Exception {
        Checkpoint checkpoint = new Checkpoint("example.org/log", 1, ROOT);
        assertThat(checkpoint.text()).isEqualTo("example.org/log\n1\n" + ROOT_TEXT + "\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        SignedCheckpoint signed = SignedCheckpoint.parse(SignedCheckpoint.sign(checkpoint, Logs.KEY).bytes());
        assertThat(signed.checkpoint()).isEqualTo(checkpoint);
        signed.verify(Logs.KEY.verifierKey());
    }

    @Test
    void refusesCheckpointsThatAreNotExact() {
        for (String text : List.of("", "o\n1\n", "o\n1\n" + ROOT_TEXT, "\n1\n" + ROOT_TEXT + "\n", "o\n01\n" + ROOT_TEXT + "\n",
                "o\n-1\n" + ROOT_TEXT + "\n", "o\n9223372036854775808\n" + ROOT_TEXT + "\n", "o\n1\nAAAA\n",
                "o\n1\n" + ROOT_TEXT + "\nextension\n", "o\n0\n" + ROOT_TEXT + "\n", "o\n1\n" + ROOT_TEXT.replace("0=", "1=") + "\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(text)).as(text).isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void aCheckpointSpeaksOnlyForTheLogOfItsKey() {
        SignerKey other = SignerKey.fromSeed("example.org/other", new byte[SignerKey.SEED_BYTES]);
        SignedCheckpoint foreign = SignedCheckpoint.sign(new Checkpoint("example.org/other", 1, ROOT), other);
        assertThatThrownBy(() -> foreign.verify(Logs.KEY.verifierKey())).isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("example.org/other");
        assertThatThrownBy(() -> SignedCheckpoint.sign(new Checkpoint("example.org/log", 1, ROOT), other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesAndVerifiesProofFiles() throws Exception {
        Hash left = TreeHash.leaf(Logs.entry(0));
        Hash right = TreeHash.leaf(Logs.entry(1));
        SignedCheckpoint signed =
                SignedCheckpoint.sign(new Checkpoint("example.org/log", 2, TreeHash.node(left, right)), Logs.KEY);
        TlogProof proof = new TlogProof(1, List.of(left), signed);
        String text = new String(proof.bytes(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n").endsWith("=\n\n" + new String(signed.bytes(), StandardCharsets.UTF_8));
        assertThat(TlogProof.parse(proof.bytes())).isEqualTo(proof);
        proof.verify(right, Logs.KEY.verifierKey());
        assertThatThrownBy(() -> proof.verify(left, Logs.KEY.verifierKey())).hasMessageContaining("does not lead");
        TlogProof alone = new TlogProof(0, List.of(), SignedCheckpoint.sign(new Checkpoint("example.org/log", 1, left), Logs.KEY));
        assertThat(TlogProof.parse(alone.bytes())).isEqualTo(alone);
        assertThat(parseProof(text.replace("index", "extra AAAA\nindex"))).isEqualTo(proof.withEntry(new byte[3]));
        assertThat(parseProof(new String(proof.withEntry(Logs.entry(1)).bytes(), StandardCharsets.UTF_8)).entry()).contains(Logs.entry(1));
        for (String malformed : List.of("", text.replace("@v1", "@v2"), text.replace("index 1", "index 01"),
                text.replace("index 1\n", ""), text.replace("index", "extra AA==\nextra AA==\nindex"), text.replaceFirst("=\n", "\n"))) {
            assertThatThrownBy(() -> parseProof(malformed)).as(malformed).isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void writesThePolicyWithoutWitnesses() {
        assertThat(new TrustPolicy(Logs.KEY.verifierKey()).text()).isEqualTo("log " + Logs.KEY.verifierKey() + "\nquorum none\n");
    }

    private static TlogProof parseProof(String text) {
        return TlogProof.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}

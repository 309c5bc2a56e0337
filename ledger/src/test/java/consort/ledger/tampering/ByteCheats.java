package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;
import static consort.ledger.tampering.Cheat.verdict;

import consort.ledger.disk.Disk;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.RoundClosed;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Files of the folder are altered, by somebody without a key. */
final class ByteCheats {

    private static final int SIZE = new Scene().entries.size();
    private static final String ENTRIES = "tile/entries/000.p/" + SIZE;
    private static final String HASHES = "tile/0/000.p/" + SIZE;

    private ByteCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("one bit of an entry", "tree", "bytes", scene -> {
                    scene.cheated(10);
                    scene.afterwards(folder -> alter(folder, 10));
                }),
                found("one bit of an entry, and its hash tile to match", "tree", "bytes", scene -> {
                    scene.cheated(10);
                    scene.afterwards(folder -> {
                        alter(folder, 10);
                        rehash(folder);
                    });
                }),
                found("an entry that its signer signed anew, and its hash tile to match", "tree", "bytes", scene -> scene.afterwards(folder -> {
                    int standing = scene.find(EntryType.STANDING, 1);
                    List<byte[]> entries = EntryBundle.decode(Scene.read(folder, ENTRIES));
                    String text = scene.parse(standing).note().text().replace("a new disk", "no new disk");
                    entries.set(standing, Note.sign(text, Scene.logKey()).bytes());
                    folder.replace(ENTRIES, EntryBundle.encode(entries));
                    rehash(folder);
                })),
                found("one bit of a hash tile", "tree", "bytes", scene -> {
                    scene.cheated(1);
                    scene.afterwards(folder -> Scene.flip(folder, HASHES, 8 * 40));
                }),
                found("an entry bundle cut short", "file-format", "bytes", scene -> scene.afterwards(folder -> cut(folder, ENTRIES))),
                found("a hash tile cut short", "file-format", "bytes", scene -> scene.afterwards(folder -> cut(folder, HASHES))),
                found("an entry bundle taken away", "file-present", "file", scene -> scene.afterwards(folder -> folder.delete(ENTRIES))),
                found("a hash tile taken away", "file-present", "file", scene -> scene.afterwards(folder -> folder.delete(HASHES))),
                found("an entry too many in a bundle", "file-format", "bytes", scene -> scene.afterwards(folder -> {
                    byte[] bytes = Scene.read(folder, ENTRIES);
                    folder.replace(ENTRIES, Arrays.copyOf(bytes, bytes.length + 1));
                })),
                found("other hashes in a tile of an earlier checkpoint", "tree", "bytes",
                        scene -> scene.afterwards(folder -> folder.create("tile/0/000.p/50", new byte[50 * 32]))),
                found("another root in the checkpoint", "checkpoint-signature", "signature", scene -> scene.afterwards(folder -> unsigned(folder, SIZE, "other"))),
                found("a smaller size in the checkpoint", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> unsigned(folder, 100, ""))),
                found("a larger size in the checkpoint", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> unsigned(folder, 2 * SIZE, ""))),
                found("another root in the checkpoint, above the honest signature", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> altered(folder, SIZE, "other"))),
                found("a smaller size in the checkpoint, above the honest signature", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> altered(folder, 100, ""))),
                found("a larger size in the checkpoint, above the honest signature", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> altered(folder, 2 * SIZE, ""))),
                found("one bit of the checkpoint's signature", "checkpoint-signature", "signature", scene -> scene.afterwards(folder ->
                        Scene.flip(folder, "checkpoint", 8 * (Scene.read(folder, "checkpoint").length - 30)))),
                verdict("the checkpoint taken away", 63,
                        scene -> "NOT A LEDGER: there is tile/ in this folder and no checkpoint", scene -> scene.afterwards(folder -> folder.delete("checkpoint"))),
                found("one bit of the charter document", "document", "bytes", scene -> scene.afterwards(folder ->
                        Scene.flip(folder, "docs/" + scene.trust().charter(), 100))),
                found("the charter document taken away", "document", "charter", scene -> scene.afterwards(folder ->
                        folder.delete("docs/" + scene.trust().charter()))),
                found("a round's manifest exchanged for another", "document", "bytes", scene -> scene.afterwards(folder -> {
                    String first = manifest(scene, 1);
                    folder.replace("docs/" + first, Scene.read(folder, "docs/" + manifest(scene, 2)));
                })),
                found("another log key in the policy file", "exported-keys", "text", scene -> scene.afterwards(folder -> folder.replace("policy",
                        ("log " + LedgerBuilder.key("example.org/other").verifierKey() + "\nquorum none\n")
                                .getBytes(StandardCharsets.UTF_8)))),
                found("another key in a file of keys/", "exported-keys", "text", scene -> scene.afterwards(folder -> folder.replace("keys/acme",
                        (LedgerBuilder.organizationKey("beta").verifierKey() + "\n").getBytes(StandardCharsets.UTF_8)))));
    }

    private static void cut(Disk folder, String path) throws IOException {
        byte[] bytes = Scene.read(folder, path);
        folder.replace(path, Arrays.copyOf(bytes, bytes.length - 5));
    }

    /** One bit of an entry, within its JSON. */
    private static void alter(Disk folder, int index) throws IOException {
        List<byte[]> entries = EntryBundle.decode(Scene.read(folder, ENTRIES));
        byte[] entry = entries.get(index);
        entry[entry.length / 3] ^= 1;
        folder.replace(ENTRIES, EntryBundle.encode(entries));
    }

    private static void rehash(Disk folder) throws IOException {
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        EntryBundle.decode(Scene.read(folder, ENTRIES)).forEach(entry -> tile.writeBytes(TreeHash.leaf(entry).bytes()));
        folder.replace(HASHES, tile.toByteArray());
    }

    /** A checkpoint that says something else, signed by a stranger. */
    private static void unsigned(Disk folder, long size, String other) throws IOException {
        SignedCheckpoint honest = SignedCheckpoint.parse(Scene.read(folder, "checkpoint"));
        SignerKey stranger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]);
        var root = other.isEmpty() ? honest.checkpoint().root() : TreeHash.leaf(other.getBytes(StandardCharsets.UTF_8));
        folder.replace("checkpoint", SignedCheckpoint.sign(new Checkpoint(LedgerBuilder.ORIGIN, size, root), stranger).bytes());
    }

    /** A checkpoint that says something else, and the signature is left as it is. */
    private static void altered(Disk folder, long size, String other) throws IOException {
        SignedCheckpoint honest = SignedCheckpoint.parse(Scene.read(folder, "checkpoint"));
        var root = other.isEmpty() ? honest.checkpoint().root() : TreeHash.leaf(other.getBytes(StandardCharsets.UTF_8));
        folder.replace("checkpoint", new Note(new Checkpoint(LedgerBuilder.ORIGIN, size, root).text(), honest.note().signatures()).bytes());
    }

    private static String manifest(Scene scene, int which) {
        return ((RoundClosed) scene.parse(scene.find(EntryType.ROUND_CLOSED, which)).body()).manifest();
    }
}

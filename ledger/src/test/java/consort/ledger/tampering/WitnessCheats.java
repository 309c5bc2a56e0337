package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;
import static consort.ledger.tampering.Cheat.verdict;

import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.entry.EntryType;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TrustPolicy;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Cosigner;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cosignatures that are none, witnesses that the ledger does not have, and policies that ask for less. The charter asks for two
 * cosignatures; carol's does not count, for she operates the coordinator.
 */
final class WitnessCheats {

    private static final long SECONDS = 1_800_000_000L;
    private static final SignerKey STRANGER = SignerKey.fromSeed("example.org/elsewhere/witness", new byte[SignerKey.SEED_BYTES]);

    private WitnessCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("a cosignature of another tree put under the checkpoint", "cosignature", "cosignature", scene -> atTheKeyOfAcme(scene, folder -> {
                    SignedCheckpoint other = tree(2, TreeHash.leaf(new byte[1]), scene.newestLogKey());
                    replace(folder, SignedCheckpoint.PATH, under(checkpoint(folder), lines(other, witness("acme"), witness("beta"))));
                })),
                found("a cosignature by another key under a witness's name", "cosignature", "cosignature", scene -> atTheKeyOfAcme(scene, folder -> {
                    SignedCheckpoint newest = checkpoint(folder);
                    NoteSignature line = lines(newest, STRANGER).getFirst();
                    CosignerKey named = LedgerBuilder.witnessKey("acme");
                    replace(folder, SignedCheckpoint.PATH, under(newest, List.of(new NoteSignature(named.name(), named.id(), line.signature()))));
                })),
                found("a witnessed checkpoint of another tree", "tree", "root", scene -> scene.afterwards(folder ->
                        replace(folder, SignedCheckpoint.WITNESSED, cosigned(tree(5, TreeHash.leaf(new byte[1]), scene.newestLogKey()))))),
                found("a witnessed checkpoint that the log did not sign", "checkpoint-signature", "signature", scene -> scene.afterwards(folder -> {
                    SignedCheckpoint forged = SignedCheckpoint.sign(checkpoint(folder).checkpoint(),
                            SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]));
                    replace(folder, SignedCheckpoint.WITNESSED, cosigned(forged));
                })),
                found("a larger size in the witnessed checkpoint, above the honest signatures", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> {
                            SignedCheckpoint honest = checkpoint(folder);
                            Checkpoint larger = new Checkpoint(LedgerBuilder.ORIGIN, honest.checkpoint().size() + 1, honest.checkpoint().root());
                            replace(folder, SignedCheckpoint.WITNESSED,
                                    new SignedCheckpoint(larger, new Note(larger.text(), honest.note().signatures())));
                        })),
                found("another root in the witnessed checkpoint, above the honest signatures", "checkpoint-signature", "signature",
                        scene -> scene.afterwards(folder -> {
                            SignedCheckpoint honest = cosigned(checkpoint(folder));
                            Checkpoint other = new Checkpoint(LedgerBuilder.ORIGIN, honest.checkpoint().size(), TreeHash.leaf(new byte[1]));
                            replace(folder, SignedCheckpoint.WITNESSED, new SignedCheckpoint(other, new Note(other.text(), honest.note().signatures())));
                        })),
                larger("a larger witnessed checkpoint that only a stranger signed", SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES])),
                larger("a larger witnessed checkpoint that only the log's replaced key signed", Scene.logKey()),
                found("a witness's key that the operator signed for a member", "signer", "signature", scene -> {
                    int key = witnessKey(scene, 1);
                    scene.put(key, scene.parse(key).note().text(), Scene.logKey());
                }),
                found("another member's witness under a member's name", "key", "key", scene ->
                        scene.rewrite(witnessKey(scene, 2), json -> JsonPaths.set(json, "key", LedgerBuilder.witnessKey("acme").toString()))),
                found("one witness's key for two members", "key", "key", scene ->
                        scene.rewrite(witnessKey(scene, 2), json -> JsonPaths.set(json, "key",
                                CosignerKey.of(LedgerBuilder.witnessKey("beta").name(), LedgerBuilder.witnessKey("acme").publicKey()).toString()))),
                found("a policy that names fewer witnesses than are needed", "exported-keys", "text",
                        scene -> policy(scene, 2, "acme")),
                found("a policy with a smaller quorum than the charter's", "exported-keys", "text",
                        scene -> policy(scene, 1, "acme", "beta")),
                found("a policy in which one witness stands twice", "exported-keys", "text",
                        scene -> policy(scene, 2, "acme", "acme")),
                found("a policy that counts the operator's own witness", "exported-keys", "text",
                        scene -> policy(scene, 2, "acme", "carol")),
                found("another key in a witness's file of keys/", "exported-keys", "text", scene -> scene.afterwards(folder ->
                        folder.replace("keys/acme.witness", (LedgerBuilder.witnessKey("beta") + "\n").getBytes(StandardCharsets.UTF_8)))),
                unwitnessed("the operator's own cosignature in place of a member's", witness("acme"), witness("carol")),
                unwitnessed("one witness's cosignature twice, to count for two", witness("acme"), witness("acme")),
                unwitnessed("cosignatures of witnesses that no entry admits", witness("acme"), STRANGER),
                older("an older checkpoint put back, where a later one was cosigned", Scene.logKey()),
                older("an older checkpoint put back, where one by the log's next key was cosigned", new Scene().newestLogKey()));
    }

    /** What goes back to the entry that admits acme's witness. */
    private static void atTheKeyOfAcme(Scene scene, Scene.FileCheat cheat) {
        scene.cheated(witnessKey(scene, 1));
        scene.afterwards(cheat);
    }

    /** A cut copy beside a cosigned checkpoint of before. */
    private static Cheat older(String what, SignerKey signer) {
        return verdict(what, 64, scene -> Scene.older(scene, "the cosigned checkpoint in its own file witnessed covers 2"), scene -> {
            int size = scene.find(EntryType.LOG_KEY, 1);
            CompactTree tree = new CompactTree();
            scene.entries.subList(0, size).forEach(entry -> tree.append(TreeHash.leaf(entry)));
            SignedCheckpoint later = cosigned(tree(size, tree.root(), signer));
            scene.entries.subList(size - 2, scene.entries.size()).clear();
            scene.publishBy(Scene.logKey());
            scene.trust(new Trust(Scene.logKey().verifierKey(), scene.trust().charter(), scene.trust().authority()));
            scene.afterwards(folder -> replace(folder, SignedCheckpoint.WITNESSED, later));
        });
    }

    /** Beyond the checkpoint, and nobody who is known for it vouches. */
    private static Cheat larger(String what, SignerKey signer) {
        return found(what, "checkpoint-signature", "signature", scene -> scene.afterwards(folder -> {
            SignedCheckpoint forged = tree(checkpoint(folder).checkpoint().size() + 1, TreeHash.leaf(new byte[1]), signer);
            replace(folder, SignedCheckpoint.WITNESSED, under(forged, lines(forged, STRANGER)));
        }));
    }

    private static Cheat unwitnessed(String what, SignerKey... witnesses) {
        return verdict(what, 65, scene -> "UNWITNESSED: example.org/demo, " + scene.entries.size()
                + " entries hold; witnesses: unwitnessed since entry 0 (2 of 2 needed, cosigned by acme)", scene -> {
            scene.demandWitnesses();
            scene.afterwards(folder -> {
                SignedCheckpoint newest = checkpoint(folder);
                replace(folder, SignedCheckpoint.PATH, under(newest, lines(newest, witnesses)));
            });
        });
    }

    private static void policy(Scene scene, int quorum, String... organizations) {
        List<CosignerKey> witnesses = List.of(organizations).stream().map(LedgerBuilder::witnessKey).toList();
        scene.afterwards(folder -> folder.replace(TrustPolicy.PATH,
                new TrustPolicy(scene.newestLogKey().verifierKey(), witnesses, quorum).text().getBytes(StandardCharsets.UTF_8)));
    }

    /** The entry that admits the {@code which}-th witness, from 1. */
    private static int witnessKey(Scene scene, int which) {
        int key = 0;
        for (int seen = 0, at = 1; seen < which; at++) {
            key = scene.find(EntryType.KEY, at);
            seen += scene.parse(key).note().text().contains("\"purpose\":\"witness\"") ? 1 : 0;
        }
        return key;
    }

    private static SignerKey witness(String organization) {
        return LedgerBuilder.witnessSecret(organization);
    }

    private static SignedCheckpoint tree(long size, Hash root, SignerKey logKey) {
        return SignedCheckpoint.sign(new Checkpoint(LedgerBuilder.ORIGIN, size, root), logKey);
    }

    private static SignedCheckpoint cosigned(SignedCheckpoint checkpoint) {
        return under(checkpoint, lines(checkpoint, witness("acme"), witness("beta")));
    }

    private static List<NoteSignature> lines(SignedCheckpoint checkpoint, SignerKey... witnesses) {
        return List.of(witnesses).stream().map(key -> new Cosigner(key).cosign(checkpoint.note().text(), SECONDS)).toList();
    }

    private static SignedCheckpoint under(SignedCheckpoint checkpoint, List<NoteSignature> cosignatures) {
        List<NoteSignature> all = new ArrayList<>(checkpoint.note().signatures());
        all.addAll(cosignatures);
        return checkpoint.signedBy(all);
    }

    private static SignedCheckpoint checkpoint(Disk folder) throws IOException {
        return SignedCheckpoint.parse(Scene.read(folder, SignedCheckpoint.PATH));
    }

    private static void replace(Disk folder, String path, SignedCheckpoint checkpoint) throws IOException {
        folder.replace(path, checkpoint.bytes());
    }
}

package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;
import static consort.ledger.tampering.Cheat.verdict;

import consort.ledger.audit.Trust;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.util.List;

/** Somebody is shown another ledger than the one that was promised. */
final class CopyCheats {

    private CopyCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("another entry at the place of a receipted one", "receipt", "leafHash", scene -> {
                    hold(scene, scene.find(EntryType.STANDING, 1));
                    scene.alter(EntryType.STANDING, 1, "reason", "something else");
                    reroot(scene);
                    scene.trust(new Trust(Scene.logKey().verifierKey(), scene.trust().charter(), scene.trust().authority()));
                }),
                verdict("a copy that ends before a receipted entry", 64, scene -> Scene.older(scene, "your receipts or trust.json name 2"), scene -> {
                    int standing = scene.find(EntryType.STANDING, 2);
                    hold(scene, standing);
                    scene.entries.subList(standing, scene.entries.size()).clear();
                    scene.publishBy(Scene.logKey());
                }),
                verdict("a backup put back, from before what the member's log keys tell of", 64, scene -> Scene.older(scene, "your receipts or trust.json name 1"), scene -> {
                    scene.entries.subList(scene.find(EntryType.LOG_KEY, 1), scene.entries.size()).clear();
                    scene.publishBy(Scene.logKey());
                }));
    }

    private static void hold(Scene scene, int index) throws IOException {
        scene.hold("1", Receipts.sign(Scene.logKey(), List.of(new Receipted(index, TreeHash.leaf(scene.entries.get(index))))));
    }

    /** The entry that names the next log key states the root before it: whoever rewrites the past rewrites that, too. */
    private static void reroot(Scene scene) {
        int last = scene.find(EntryType.LOG_KEY, 1);
        var tree = new CompactTree();
        scene.entries.subList(0, last).forEach(entry -> tree.append(TreeHash.leaf(entry)));
        long cheated = scene.cheated();
        scene.rewrite(last, json -> JsonPaths.set(json, "root", tree.root().hex()));
        scene.cheated(cheated);
    }
}

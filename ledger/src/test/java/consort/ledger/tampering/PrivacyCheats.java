package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;

import consort.ledger.entry.EntryType;
import consort.ledger.entry.PrivateField;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.note.Note;
import java.util.List;

/** What was committed to is changed, and what was not is called erased. */
final class PrivacyCheats {

    private PrivacyCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("another value committed to, under its worker's signature", "signature", "signature", scene -> {
                    int benchmark = committing(scene);
                    Note note = scene.parse(benchmark).note();
                    String text = note.text();
                    int digest = text.indexOf("\"" + PrivateField.HOST.text() + "\":\"") + PrivateField.HOST.text().length() + 4;
                    char other = text.charAt(digest) == '0' ? '1' : '0';
                    scene.put(benchmark, new Note(text.substring(0, digest) + other + text.substring(digest + 1), note.signatures()).bytes());
                }),
                found("an erasure of a field that its entry does not commit to", "erasure", "erased", scene ->
                        replace(scene, EntryType.ERASURE, 1, PrivateField.HOST, PrivateField.INVOICE)),
                found("an erasure of what was erased before", "erasure", "erased", scene ->
                        replace(scene, EntryType.ERASURE, 2, PrivateField.DATA_BYTES, PrivateField.HOST)),
                found("an erasure by the operator of what a worker committed to", "erasure", "erased", scene -> {
                    int benchmark = committing(scene);
                    int erasure = scene.find(EntryType.COORDINATOR_ERASURE, 1);
                    scene.rewrite(erasure, json -> JsonPaths.set(json, "erased[0].entry", (long) benchmark));
                }),
                found("an erasure that the operator signed for a member", "signer", "signature", scene -> {
                    int erasure = scene.find(EntryType.ERASURE, 2);
                    scene.put(erasure, scene.parse(erasure).note().text(), Scene.logKey());
                }),
                found("an erasure by another member", "signer", "signature", scene -> {
                    int erasure = scene.find(EntryType.ERASURE, 2);
                    scene.put(erasure, scene.parse(erasure).note().text(), LedgerBuilder.organizationKey("beta"));
                }));
    }

    private static void replace(Scene scene, EntryType type, int which, PrivateField field, PrivateField other) {
        int erasure = scene.find(type, which);
        scene.put(erasure, scene.parse(erasure).note().text().replace("\"" + field.text() + "\"", "\"" + other.text() + "\""),
                Scene.signerOf(scene.parse(erasure).signature()));
    }

    /** The benchmark that commits to a host. */
    private static int committing(Scene scene) {
        for (int which = 1; ; which++) {
            int benchmark = scene.find(EntryType.BENCHMARK, which);
            if (scene.parse(benchmark).note().text().contains("\"" + PrivateField.HOST.text() + "\"")) {
                return benchmark;
            }
        }
    }
}

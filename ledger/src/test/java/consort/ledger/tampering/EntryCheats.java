package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;
import static consort.ledger.tampering.Cheat.verdict;

import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.note.Note;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operator takes entries away, moves, adds or writes them in another form, and signs the tree anew. */
final class EntryCheats {

    private EntryCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("a claim's observation left out", "order", "type", scene -> scene.drop(scene.find(EntryType.OBSERVATION, 1))),
                found("a claim and its observation left out", "claim", "claim", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    scene.drop(claim);
                    scene.drop(claim);
                    scene.cheated(scene.find(EntryType.OBSERVATION, 1));
                }),
                found("a dispute left out", "dispute", "dispute", scene -> {
                    scene.drop(scene.find(EntryType.DISPUTE, 1));
                    scene.cheated(scene.find(EntryType.RESOLUTION, 1));
                }),
                found("the first entry left out", "order", "type", scene -> scene.drop(0)),
                found("two entries exchanged", "order", "claim", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    byte[] first = scene.entries.get(claim);
                    scene.entries.set(claim, scene.entries.get(claim + 1));
                    scene.put(claim + 1, first);
                    scene.cheated(claim);
                }),
                found("a claim entered twice", "seq", "seq", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    scene.insert(claim + 2, scene.entries.get(claim));
                }),
                found("a second charter", "order", "type", scene -> scene.insert(5, scene.entries.getFirst())),
                found("the ledger ends in the middle of a claim", "order", "type", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    scene.entries.subList(claim + 1, scene.entries.size()).clear();
                    scene.cheated(claim + 1);
                    scene.publishBy(Scene.logKey());
                }),
                found("JSON with a space too many", "entry-format", "body", scene -> text(scene, json -> json.replace(":300,", ": 300,"))),
                found("a repeated key in JSON", "entry-format", "body", scene -> text(scene, json -> json.replace("{", "{\"benefit\":300,"))),
                found("a fraction in JSON", "entry-format", "body", scene -> text(scene, json -> json.replace("300,", "300.0,"))),
                found("a field that the type does not have", "entry-format", "body", scene -> text(scene, json -> json.replace("{", "{\"a\":1,"))),
                found("a number beyond 2^53", "entry-format", "body", scene -> text(scene, json -> json.replace("300,", "9007199254740993,"))),
                found("two signatures on one entry", "entry-format", "signature", scene -> {
                    Entry entry = scene.parse(1);
                    scene.put(1, Note.sign(entry.note().text(), Scene.logKey(), Scene.signerOf(scene.parse(4).signature())).bytes());
                }),
                found("altered trailing bits of a signature's base64", "entry-format", "note", scene -> {
                    String text = new String(scene.entries.get(1), StandardCharsets.UTF_8);
                    int last = text.length() - 3;
                    scene.put(1, (text.substring(0, last) + next(text.charAt(last)) + text.substring(last + 1))
                            .getBytes(StandardCharsets.UTF_8));
                }),
                found("another domain in an entry's first line", "domain", "type", scene -> {
                    Entry entry = scene.parse(1);
                    scene.put(1, entry.note().text().replaceFirst("example.org", "example.com"), Scene.logKey());
                }),
                verdict("an entry of a type that nobody knows, to end the audit there", 62,
                        scene -> "LIMITED: entry " + (scene.entries.size() - 1) + " is of the unknown type forecast/v1\n", scene -> scene.insert(scene.entries.size(),
                        Note.sign("example.org/forecast/v1\n{\"timeMillis\":1}\n", Scene.logKey()).bytes())));
    }

    /** The invitation's JSON in another form. */
    private static void text(Scene scene, UnaryOperator<String> change) {
        int index = scene.find(EntryType.INVITATION, 1);
        Entry entry = scene.parse(index);
        String json = entry.body().json().canonicalText();
        String other = change.apply(json);
        if (other.equals(json)) {
            throw new AssertionError("nothing was changed in " + json);
        }
        scene.put(index, Scene.lines(entry, other), Scene.logKey());
    }

    /** The character whose last bits differ, in the alphabet of base64. */
    private static char next(char of) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        return alphabet.charAt(alphabet.indexOf(of) ^ 1);
    }
}

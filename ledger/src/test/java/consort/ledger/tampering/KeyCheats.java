package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;
import static consort.ledger.tampering.Cheat.verdict;

import consort.ledger.audit.Trust;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.ed25519.CraftedSignatures;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/** Signatures by the wrong key, by one that counts no more, or of a form that only some libraries accept. */
final class KeyCheats {

    private static final byte[] CRAFTY = "thirty-two bytes that all know..".getBytes(StandardCharsets.US_ASCII);

    private KeyCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("a claim signed by another member's worker", "signer", "signature", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    scene.put(claim, scene.parse(claim).note().text(), LedgerBuilder.workerKey("beta/w1"));
                }),
                found("a claim that the operator signed for a worker", "signer", "signature", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    scene.put(claim, scene.parse(claim).note().text(), Scene.logKey());
                }),
                found("an observation signed by a worker", "signer", "signature", scene -> {
                    int observation = scene.find(EntryType.OBSERVATION, 1);
                    scene.put(observation, scene.parse(observation).note().text(), LedgerBuilder.workerKey("acme/w1"));
                }),
                found("a claim altered under its worker's signature", "signature", "signature", scene -> {
                    int claim = scene.find(EntryType.USAGE_CLAIM, 1);
                    Note note = scene.parse(claim).note();
                    scene.put(claim, new Note(note.text().replace("\"busyMillis\":6000", "\"busyMillis\":7000"), note.signatures()).bytes());
                }),
                found("a worker that the operator invented", "signer", "organization", scene -> {
                    int key = scene.find(EntryType.KEY, 2);
                    Entry entry = scene.parse(key);
                    scene.put(key, entry.note().text().replace("\"worker\":\"w1\"", "\"worker\":\"w2\""), Scene.logKey());
                }),
                found("an entry by a member that was revoked", "signer", "organization", scene -> {
                    int after = scene.find(EntryType.REVOCATION, 1) + 1;
                    scene.insert(after, Note.sign(Scene.lines(scene.parse(scene.find(EntryType.ACK, 1)),
                            "{\"bill\":\"" + "0".repeat(64) + "\",\"organization\":\"dora\",\"period\":1,\"seq\":4,\"timeMillis\":1}"),
                            LedgerBuilder.organizationKey("dora")).bytes());
                }),
                found("a claim by a worker that left", "signer", "organization", scene -> {
                    int after = scene.find(EntryType.DEPARTURE, 1) + 1;
                    scene.insert(after, scene.entries.get(scene.find(EntryType.USAGE_CLAIM, 3)));
                }),
                found("the log's replaced key signs on", "signer", "signature", scene -> {
                    int end = scene.entries.size();
                    scene.insert(end, scene.entries.get(scene.find(EntryType.COORDINATOR_STARTED, 1)));
                }),
                found("the log's replaced key signs the checkpoint", "checkpoint-signature", "signature",
                        scene -> scene.publishBy(Scene.logKey())),
                found("another key of the log's name signs the checkpoint", "checkpoint-signature", "signature",
                        scene -> scene.publishBy(SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]))),
                crafted("a signature with a point of small order added, which some libraries accept",
                        (key, message) -> key.withSmallOrder(message, 8)),
                crafted("a signature whose scalar is too large by the group's order",
                        (key, message) -> CraftedSignatures.withLargeScalar(key.honest(message))),
                crafted("a signature whose point is the neutral one", CraftedSignatures::withNeutralPoint),
                found("a member's key of small order, under which anything verifies", "key", "key", scene ->
                        scene.alter(EntryType.MEMBER, 1, "key", "example.org/demo/acme+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
                found("the whole folder forged with a log key of the forger's own", "checkpoint-signature", "signature", scene ->
                        scene.trust(new Trust(LedgerBuilder.key("example.org/elsewhere").verifierKey(), scene.trust().charter(),
                                scene.trust().authority()))),
                found("the whole folder forged with another charter", "trust", "charter", scene ->
                        scene.trust(new Trust(scene.trust().logKey(), LedgerBuilder.digest("other"), scene.trust().authority()))),
                found("the whole folder forged for another certificate authority", "trust", "authority", scene ->
                        scene.trust(new Trust(scene.trust().logKey(), scene.trust().charter(), LedgerBuilder.digest("other")))),
                verdict("the whole folder forged, and nothing to hold against it", 61,
                        scene -> "CONSISTENT, NOT AUTHENTICATED: example.org/demo, " + scene.entries.size() + " entries\n", Scene::trustNothing));
    }

    /** A worker whose seed is known crafts the signature of its own claim. */
    private static Cheat crafted(String what, BiFunction<CraftedSignatures, byte[], byte[]> craft) {
        return found(what, "signature", "signature", scene -> {
            SignerKey crafty = SignerKey.fromSeed(LedgerBuilder.ORIGIN + "/acme/w1", CRAFTY);
            int key = scene.find(EntryType.KEY, 2);
            scene.rewrite(key, json -> JsonPaths.set(json, "key", crafty.verifierKey().toString()));
            int first = scene.find(EntryType.BENCHMARK, 1);
            String text = scene.parse(first).note().text();
            byte[] signature = craft.apply(new CraftedSignatures(CRAFTY), text.getBytes(StandardCharsets.UTF_8));
            scene.put(first, new Note(text, List.of(new NoteSignature(crafty.name(), crafty.verifierKey().id(), signature))).bytes());
        });
    }
}

package consort.ledger.tampering;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.KeyFile;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.json.JsonObject;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A ledger with entries of every type, and whoever cheats with it: all private keys are at hand. What is done to its entries is
 * published as an operator would, with every root and checkpoint signed anew; what is done to files is done afterwards.
 */
final class Scene {

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final LedgerBuilder HONEST = EveryEntry.write();

    final List<byte[]> entries = new ArrayList<>(HONEST.entries);
    final Map<String, byte[]> documents = new HashMap<>(HONEST.documents);
    private final List<FileCheat> files = new ArrayList<>();
    private final Set<String> altered = new TreeSet<>();
    private final SimulatedDisk receipts = new SimulatedDisk(new Random(1));
    /** Of a member that joined at the beginning and was there ever since. */
    private Trust trust = new Trust(logKey().verifierKey(), HONEST.state.charterDigest(), HONEST.state.authority())
            .knowing(HONEST.state.logKeys());
    private boolean trusting = true;
    private boolean demandingWitnesses;
    private SignerKey publisher = HONEST.logKey;
    private long cheated = -1;

    /** What is done to files of the published folder. */
    interface FileCheat {
        void on(Disk folder) throws IOException;
    }

    // ---- entries

    /** The index of the {@code which}-th entry of a type, from 1. */
    int find(EntryType type, int which) {
        return IntStream.range(0, entries.size()).filter(i -> parse(i).type() == type).skip(which - 1L).findFirst().orElseThrow();
    }

    Entry parse(int index) {
        return Entries.parse(index, entries.get(index));
    }

    /** Another value in an entry, at a path such as {@code members[0].shareMinor}, signed anew by whoever signed it. */
    void alter(EntryType type, int which, String path, Object value) {
        int index = find(type, which);
        rewrite(index, json -> JsonPaths.set(json, path, value));
    }

    /** Adds to a number in an entry. */
    void add(EntryType type, int which, String path, long more) {
        int index = find(type, which);
        rewrite(index, json -> JsonPaths.add(json, path, more));
    }

    /** Another entry in its place, by the same signer. */
    void rewrite(int index, UnaryOperator<JsonObject> alteration) {
        Entry entry = parse(index);
        put(index, lines(entry, alteration.apply(entry.body().json()).canonicalText()), signerOf(entry.signature()));
    }

    /** Other lines in its place, signed. */
    void put(int index, String text, SignerKey signer) {
        cheated(index);
        entries.set(index, Note.sign(text, signer).bytes());
    }

    /** The two lines of an entry with another second one. */
    static String lines(Entry entry, String json) {
        return entry.note().text().substring(0, entry.note().text().indexOf('\n') + 1) + json + "\n";
    }

    /** Bytes put in the place of an entry. */
    void put(int index, byte[] bytes) {
        cheated(index);
        entries.set(index, bytes);
    }

    void drop(int index) {
        cheated(index);
        entries.remove(index);
    }

    void insert(int index, byte[] bytes) {
        cheated(index);
        entries.add(index, bytes);
    }

    /** Says at which entry the cheat must be found. */
    void cheated(long index) {
        cheated = index;
    }

    long cheated() {
        return cheated;
    }

    /** The private key that made a signature. */
    static SignerKey signerOf(NoteSignature signature) {
        Stream<SignerKey> known = Stream.concat(
                Stream.of(NextLogKeys.key(1), NextLogKeys.key(2)),
                Stream.of("acme", "beta", "carol", "dora").flatMap(name -> Stream.of(LedgerBuilder.organizationKey(name),
                        LedgerBuilder.workerKey(name + "/w1"), LedgerBuilder.inviteKey(name + "/w1"))));
        return known.filter(key -> signature.isBy(key.verifierKey())).findFirst().orElseThrow();
    }

    static SignerKey logKey() {
        return NextLogKeys.key(1);
    }

    // ---- the folder, and what is held against it

    /** Something done to the published files. */
    void afterwards(FileCheat cheat) {
        files.add(cheat);
    }

    /** Another key signs the checkpoint. */
    void publishBy(SignerKey key) {
        publisher = key;
    }

    void trust(Trust other) {
        trust = other;
    }

    Trust trust() {
        return trust;
    }

    void trustNothing() {
        trusting = false;
    }

    /** The audit asks that as many witnesses as the charter says saw all of it. */
    void demandWitnesses() {
        demandingWitnesses = true;
    }

    /** The key that signs the honest ledger's checkpoint. */
    SignerKey newestLogKey() {
        return HONEST.logKey;
    }

    /** A receipt that somebody kept. */
    void hold(String name, byte[] receipt) throws IOException {
        receipts.create(name, receipt);
    }

    AuditVerdict audit() throws IOException {
        SimulatedDisk folder = new SimulatedDisk(new Random(2));
        publish(folder);
        Map<String, String> before = contents(folder, "");
        for (FileCheat cheat : files) {
            cheat.on(folder);
        }
        Map<String, String> after = contents(folder, "");
        Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(path -> !Objects.equals(before.get(path), after.get(path))).forEach(altered::add);
        Auditor auditor = Auditor.of(TileSource.of(folder));
        if (trusting) {
            auditor = auditor.trusting(trust);
        }
        if (demandingWitnesses) {
            auditor = auditor.requiringWitnesses();
        }
        return (receipts.list("").isEmpty() ? auditor : auditor.withReceipts(receipts)).run();
    }

    /** The files that were altered after they had been published. */
    Set<String> altered() {
        return altered;
    }

    /** Digests by path. */
    private static Map<String, String> contents(Disk folder, String under) throws IOException {
        Map<String, String> contents = new HashMap<>();
        for (String name : folder.list(under)) {
            String path = under.isEmpty() ? name : under + "/" + name;
            if (name.endsWith("/")) {
                contents.putAll(contents(folder, path.substring(0, path.length() - 1)));
            } else {
                contents.put(path, Document.digest(read(folder, path)));
            }
        }
        return contents;
    }

    /** What is said of a copy that ends too early. */
    static String older(Scene scene, String by) {
        int size = scene.entries.size();
        return "OLDER THAN WHAT YOU HOLD: example.org/demo ends here after " + size + " entries, and " + by + " later ones, from entry " + size + "\n";
    }

    private void publish(Disk folder) throws IOException {
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            folder.create("docs/" + document.getKey(), document.getValue());
        }
        for (byte[] bytes : HONEST.entries) {
            var file = KeyFile.of(Entries.parse(bytes).body());
            if (file.isPresent()) {
                folder.replace(file.get().path(), file.get().bytes());
            }
        }
        boolean rotated = entries.stream().anyMatch(bytes -> Arrays.equals(bytes, HONEST.entries.getLast()));
        SignerKey shown = rotated || publisher.equals(HONEST.logKey) ? HONEST.logKey : logKey();
        folder.create(TrustPolicy.PATH, new TrustPolicy(shown.verifierKey()).text().getBytes(StandardCharsets.UTF_8));
        folder.replace(KeyFile.FOLDER + "/log", (shown.verifierKey() + "\n").getBytes(StandardCharsets.UTF_8));
        try (LogStore store = LogStore.open(folder, publisher.verifierKey())) {
            store.append(entries);
            store.publish(publisher);
        }
    }

    static byte[] read(Disk folder, String path) throws IOException {
        return folder.readAll(path, MAX_FILE_BYTES);
    }

    static void flip(Disk folder, String path, int bit) throws IOException {
        byte[] bytes = read(folder, path);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        folder.replace(path, bytes);
    }
}

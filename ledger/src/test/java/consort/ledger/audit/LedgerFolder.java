package consort.ledger.audit;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Receipts;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.PartyEntryView;
import consort.ledger.log.LogStore;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Cosigners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lays a test's ledger out as a folder, with receipts and trust beside it. */
public final class LedgerFolder {

    private LedgerFolder() {
    }

    /** The folder as a coordinator serves it, without its journal. */
    public static void write(LedgerBuilder ledger, Path folder) throws IOException {
        FileDisk disk = new FileDisk(folder);
        for (Map.Entry<String, byte[]> document : ledger.documents.entrySet()) {
            disk.create("docs/" + document.getKey(), document.getValue());
        }
        exportKey(disk, "log", ledger.logKey);
        for (String member : ledger.state.members().keySet()) {
            exportKey(disk, member, LedgerBuilder.organizationKey(member));
            exportKey(disk, member + ".w1.worker-invite", LedgerBuilder.inviteKey(member + "/w1"));
            exportKey(disk, member + ".w1.worker", LedgerBuilder.workerKey(member + "/w1"));
        }
        disk.create(TrustPolicy.PATH, Cosigners.at(ledger.state, ledger.state.size()).policy(ledger.logKey.verifierKey()).text().getBytes(StandardCharsets.UTF_8));
        try (LogStore store = LogStore.open(disk, ledger.logKey.verifierKey())) {
            store.append(ledger.entries);
            store.publish(ledger.logKey);
        }
        deleteFolder(folder.resolve("journal"));
    }

    /** The receipts of all entries of a worker. */
    public static void writeReceipts(LedgerBuilder ledger, String worker, Path folder) throws IOException {
        FileDisk disk = new FileDisk(folder);
        var key = LedgerBuilder.workerKey(worker).verifierKey();
        for (long seq = 1; seq <= ledger.state.lastSeq(key); seq++) {
            PartyEntryView entry = ledger.state.entryAt(key, seq).orElseThrow();
            disk.create(Long.toString(seq), Receipts.sign(ledger.logKey, entry.receipted()));
        }
    }

    public static Trust trust(LedgerBuilder ledger) {
        return new Trust(ledger.state.logKey(), ledger.state.charterDigest(), ledger.state.authority());
    }

    private static void exportKey(FileDisk disk, String name, SignerKey key) throws IOException {
        disk.create("keys/" + name, (key.verifierKey() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** All files, sorted. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

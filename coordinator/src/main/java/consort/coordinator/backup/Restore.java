package consort.coordinator.backup;

import consort.certs.KeyFiles;
import consort.coordinator.backup.Manifest.Item;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.LedgerFolder;
import consort.coordinator.loop.LedgerReplay;
import consort.coordinator.loop.RestoredMark;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKeyScan;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.EntryBundle;
import consort.ledger.log.EntryVisitor;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Makes a coordinator's folder of a backup. Every file is verified; {@code coordinator.yaml} comes last, so that a folder
 * that was not finished is none.
 */
public final class Restore {

    private static final String LEDGER = "ledger/";
    private static final String DOCS = "docs/";
    private static final String LOG_KEY = "log.key";
    private static final String CONFIG = "coordinator.yaml";

    private final BackupFolder backup;
    private final Manifest manifest;
    private final Path root;
    /** The folder is not this one's to delete; it may be a mount point, or what a link leads to. */
    private final boolean rootWasThere;
    private final Disk folder;

    private Restore(BackupFolder backup, Manifest manifest, Path root) throws IOException {
        this.backup = backup;
        this.manifest = manifest;
        this.root = root;
        this.rootWasThere = Files.exists(root);
        this.folder = new FileDisk(root);
    }

    /**
     * Begins: opens the backup and the new folder.
     *
     * @param root of the coordinator; absent or empty
     * @throws BackupException when either is not what it must be
     */
    public static Restore begin(Path from, Path root) throws IOException {
        BackupFolder backup = BackupFolder.existing(from);
        Manifest manifest = backup.manifest().orElseThrow(() -> new BackupException(
                from + " has no manifest, so it is no backup, or none that was finished"));
        requireEmpty(root);
        return new Restore(backup, manifest, root);
    }

    private static void requireEmpty(Path root) throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new BackupException(root + " is a file; name a new folder");
        }
        if (Files.exists(root)) {
            try (Stream<Path> content = Files.list(root)) {
                if (content.findAny().isPresent()) {
                    throw new BackupException(root + " is not empty; a backup is restored into a new folder only");
                }
            }
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Takes back what was written, keys above all, so that a failed restore can be repeated. */
    public void undo() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Path real = root.toRealPath();
        try (Stream<Path> written = Files.walk(real)) {
            for (Path path : written.sorted(Comparator.reverseOrder()).toList()) {
                if (!rootWasThere || !path.equals(real)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Writes the keys: those of the backup, or those in a folder that was kept apart from it. */
    public void keys(Optional<Path> apart) throws IOException {
        if (apart.isEmpty() && !manifest.keys()) {
            throw new BackupException("the backup was taken without keys: name the folder they are kept in with --keys");
        }
        if (apart.isPresent()) {
            requireKeysIn(apart.get());
            try (Stream<Path> files = Files.list(apart.get())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    KeyFiles.writeNewSecret(root.resolve(BackupFolder.SECRET + file.getFileName()), Files.readAllBytes(file));
                }
            }
            return;
        }
        for (Map.Entry<String, Item> file : manifest.files().entrySet()) {
            if (file.getKey().startsWith(BackupFolder.SECRET)) {
                KeyFiles.writeNewSecret(root.resolve(file.getKey()), backup.read(file.getKey(), file.getValue(), KeyFiles.MAX_BYTES));
            }
        }
    }

    private static void requireKeysIn(Path folder) {
        if (!Files.exists(folder.resolve(LOG_KEY))) {
            throw new BackupException("there is no log.key in the folder " + folder + ": name with --keys the one that a coordinator's keys/"
                    + " was kept in" + (Files.exists(folder.resolve("keys").resolve(LOG_KEY)) ? ", perhaps " + folder.resolve("keys") : ""));
        }
    }

    /**
     * Writes the ledger, and the mark that it was restored.
     *
     * @param copy a member's copy to take it from instead; it must continue the backup's
     * @param reports after how many organizations' reports the coordinator goes on; empty for all
     * @return the entries it has
     * @throws LogDamagedException when backup or copy do not lead to a checkpoint that a key of the log signed which may
     * @throws consort.coordinator.logkey.LogKeyException when the newest key of that ledger is not here
     */
    public long ledger(LogKeyring logKeys, Optional<Path> copy, OptionalInt reports) throws IOException {
        Disk ledger = new FileDisk(root.resolve(LEDGER));
        TileSource source = this::ledgerFile;
        Verified verified = verified(source, (index, entry) -> { });
        if (copy.isPresent()) {
            requireLedgerIn(copy.get());
            Disk newer = new FileDisk(copy.get());
            verified = continued(verified.tree(), TileSource.of(newer), copy.get());
            source = TileSource.of(newer);
            documents(newer, ledger);
        }
        logKeys.requireNewest(verified.keys());
        for (Map.Entry<String, Item> file : manifest.files().entrySet()) {
            if (file.getKey().startsWith(LEDGER + DOCS)) {
                folder.replace(file.getKey(), backup.read(file.getKey(), file.getValue(), Limits.MAX_DOCUMENT_BYTES));
            }
        }
        new RestoredMark(verified.tree().size(), reports).write(ledger);
        LogStore.adopt(ledger, source, verified.checkpoint());
        ledger.replace(TrustPolicy.PATH, new TrustPolicy(verified.keys().newest()).text().getBytes(StandardCharsets.UTF_8));
        if (reports.isPresent()) {
            requireThatCanReport(ledger, logKeys, reports.getAsInt());
        }
        return verified.tree().size();
    }

    private static void requireLedgerIn(Path copy) {
        if (!Files.exists(copy.resolve(SignedCheckpoint.PATH))) {
            throw new BackupException("there is no ledger in " + copy + " (no file " + SignedCheckpoint.PATH + "): name with --ledger-from a"
                    + " member's copy ('consort member ledger DIR' makes one), or a coordinator's ledger/"
                    + (Files.exists(copy.resolve(LEDGER + SignedCheckpoint.PATH)) ? ", perhaps " + copy.resolve("ledger") : ""));
        }
    }

    /** Waiting for more organizations than there are would be waiting for all, which nobody who gives a number means. */
    private static void requireThatCanReport(Disk ledger, LogKeyring logKeys, int reports) throws IOException {
        try (LogStore log = LogStore.open(ledger, logKeys.verifiers())) {
            long members = LedgerReplay.of(log, new LedgerFolder(ledger)).members().values().stream()
                    .filter(member -> member.revoked().isEmpty()).count();
            if (reports > members) {
                throw new BackupException("--reports " + reports + " is more than can report: this ledger knows " + members
                        + (members == 1 ? " organization" : " organizations") + ". Leave the option out to wait for all");
            }
        }
    }

    /** A checkpoint to which entries lead, signed by one of the keys that they name. */
    private record Verified(SignedCheckpoint checkpoint, LogKeys keys) {

        Checkpoint tree() {
            return checkpoint.checkpoint();
        }
    }

    private static Verified verified(TileSource source, EntryVisitor visitor) throws IOException {
        LogReader reader = new LogReader(source);
        SignedCheckpoint checkpoint = reader.checkpoint();
        LogKeyScan scan = new LogKeyScan();
        reader.verify(checkpoint.checkpoint(), (index, entry) -> {
            scan.entry(index, entry);
            visitor.entry(index, entry);
        });
        try {
            LogKeys keys = scan.keys();
            checkpoint.verify(keys);
            return new Verified(checkpoint, keys);
        } catch (UnverifiedNoteException unsigned) {
            throw new LogDamagedException(LogDamagedException.Kind.UNSIGNED, SignedCheckpoint.PATH, unsigned.getMessage());
        }
    }

    private Optional<byte[]> ledgerFile(String path, int maxBytes) throws IOException {
        Item item = manifest.files().get(LEDGER + path);
        return item == null ? Optional.empty() : Optional.of(backup.read(LEDGER + path, item, maxBytes));
    }

    /** A copy whose first entries are those of the backup. */
    private static Verified continued(Checkpoint backup, TileSource copy, Path path) throws IOException {
        CompactTree tree = new CompactTree();
        Verified newer = verified(copy, (index, entry) -> {
            if (index < backup.size()) {
                tree.append(TreeHash.leaf(entry));
            }
        });
        if (newer.tree().size() < backup.size()) {
            throw new BackupException(path + " has " + newer.tree().size() + " entries, fewer than the backup's "
                    + backup.size() + ": restore without --ledger-from, or name a newer copy");
        }
        if (!tree.root().equals(backup.root())) {
            throw new BackupException(path + " does not continue the backup: the log's key signed two histories of its first "
                    + backup.size() + " entries. Keep both as evidence, and restore neither");
        }
        return newer;
    }

    private static void documents(Disk from, Disk to) throws IOException {
        for (String digest : from.list("docs")) {
            byte[] document = from.readAll(DOCS + digest, Limits.MAX_DOCUMENT_BYTES);
            if (Document.digest(document).equals(digest)) {
                to.replace(DOCS + digest, document);
            }
        }
    }

    /** Writes everything else, and finishes. */
    public void finish() throws IOException {
        for (Map.Entry<String, Item> file : manifest.files().entrySet()) {
            boolean written = Stream.of(LEDGER, BackupFolder.SECRET, CONFIG).anyMatch(file.getKey()::startsWith);
            if (file.getKey().equals(BackupFolder.OPERATOR_NUMBER)) {
                KeyFiles.writeNewSecret(root.resolve(file.getKey()), backup.read(file.getKey(), file.getValue(), KeyFiles.MAX_BYTES));
            } else if (!written) {
                backup.copyTo(folder, file.getKey(), file.getValue());
            }
        }
        Files.createDirectories(root.resolve("certs"));
        Item config = Optional.ofNullable(manifest.files().get(CONFIG)).orElseThrow(() -> new BackupException(
                "the backup has no " + CONFIG));
        folder.replace(CONFIG, backup.read(CONFIG, config, EntryBundle.MAX_BYTES));
    }
}

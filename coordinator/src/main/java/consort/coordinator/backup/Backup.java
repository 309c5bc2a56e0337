package consort.coordinator.backup;

import consort.certs.KeyFiles;
import consort.coordinator.backup.Manifest.Item;
import consort.coordinator.blobs.Digests;
import consort.coordinator.core.Retention;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.logkey.LogSigner;
import consort.coordinator.loop.LedgerFolder;
import consort.coordinator.loop.LedgerReplay;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.LockedException;
import consort.ledger.entry.Limits;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Takes a backup of a coordinator's folder, whether the coordinator runs or not. */
public final class Backup {

    private static final int ATTEMPTS = 3;
    /** Each verifies the ledger, so another one only when the keys have changed meanwhile. */
    private static final int ATTEMPTS_AT_KEYS = 6;
    /** Longer together than any step of a rotation between ledger and keys. */
    private static final int PAUSES_FOR_KEYS = 5;
    private static final long PAUSE_MILLIS = 500;
    private static final int MAX_SMALL_BYTES = 1 << 20;
    private static final String LEDGER = "ledger";
    private static final String DOCS = "docs";
    private static final String BLOBS = "blobs";
    private static final String KEYS = "keys";
    /** Which key used which invite, and who got which certificate last: without these, others could come in, or be shut out. */
    private static final List<String> RECORDS = List.of("certs/enrolled", "certs/issued");
    private static final List<String> IF_PRESENT = List.of(BackupFolder.OPERATOR_NUMBER, "certs/authorities.pem");
    /** The key before the present one is not among them: a ledger that does not name the present one is not restored with it. */
    private static final Set<String> SIGNING = Set.of("log.key", "log.key.next");
    private static final String CONFIG = "coordinator.yaml";
    /** All models that the ledger binds, and of updates those that a round under way needs. */
    private static final Retention.Policy NEEDED = new Retention.Policy(0, 1, Long.MAX_VALUE);

    /**
     * What a backup came to.
     *
     * @param entries under the checkpoint it is of
     * @param files in it
     * @param newFiles of them, that an earlier backup in this place did not have
     * @param lacking models that runs under way need and the coordinator does not have
     */
    public record Summary(long entries, int files, int newFiles, long newBytes, List<String> lacking) {
    }

    private final Disk folder;
    private final Disk ledger;
    private final LogKeyring logKeys;
    private final BackupFolder target;
    private final SortedMap<String, Item> files = new TreeMap<>();

    private Backup(Path root, LogKeyring logKeys, BackupFolder target) throws IOException {
        this.folder = new FileDisk(root);
        this.ledger = new FileDisk(root.resolve(LEDGER));
        this.logKeys = logKeys;
        this.target = target;
    }

    /**
     * Brings a backup up to date.
     *
     * @param root the coordinator's folder
     * @param target an empty folder, made if absent, or a backup of before
     * @param keys whether the keys are to be in it
     * @throws LogDamagedException when the coordinator's ledger is damaged
     * @throws BackupException when the target holds something else
     * @throws LockedException when another backup is being taken there
     */
    public static Summary take(Path root, LogKeyring logKeys, Path target, boolean keys, long timeMillis) throws IOException {
        BackupFolder into = BackupFolder.open(target);
        try (Disk.Lock _ = into.lock()) {
            Optional<Manifest> before = into.manifest();
            if (before.isPresent() && !before.get().origin().equals(logKeys.origin())) {
                throw new BackupException(target + " is a backup of " + before.get().origin() + ", not of " + logKeys.origin()
                        + "; name another folder");
            }
            return new Backup(root, logKeys, into).take(root, keys, timeMillis);
        }
    }

    /** What stands in the journal only is in no checkpoint yet. A running coordinator publishes it by itself. */
    private static void publishIfStopped(Path root, LogKeyring logKeys) throws IOException {
        Disk ledger = new FileDisk(root.resolve(LEDGER));
        try (LogStore log = LogStore.open(ledger, logKeys.verifiers())) {
            if (log.publishedSize() < log.size()) {
                LogSigner signer = logKeys.signer(LedgerReplay.of(log, new LedgerFolder(ledger)).logKeys());
                log.publish(signer.keys().toArray(SignerKey[]::new));
            }
        } catch (LockedException running) {
            return;
        }
    }

    private Summary take(Path root, boolean keys, long timeMillis) throws IOException {
        boolean published = false;
        for (int attempt = 1; ; attempt++) {
            Map<String, String> held = logKeyFiles();
            try {
                if (!published) {
                    publishIfStopped(root, logKeys);
                    published = true;
                }
                Optional<Summary> taken = takeUndisturbed(keys, timeMillis);
                if (taken.isPresent()) {
                    return taken.get();
                }
            } catch (LogDamagedException damaged) {
                // The keys may have been read before the log went over to another one, and the checkpoint after.
                if (damaged.kind() != LogDamagedException.Kind.UNSIGNED || attempt == ATTEMPTS_AT_KEYS || !awaitOthersThan(held)) {
                    throw damaged;
                }
                continue;
            }
            if (attempt == ATTEMPTS_AT_KEYS || !awaitOthersThan(held)) {
                throw new BackupException("keys/ does not hold, as log.key or log.key.next, the log key of the ledger as it was copied"
                        + (attempt == 1 ? "" : ", " + attempt + " times in a row") + "; a backup taken here before stands as it was. Take one"
                        + " when no rotate-log-key runs; if it fails again, put back the right keys/");
            }
        }
    }

    /** Waits until the log's keys are others, as they are in a moment while one is being replaced; false when they stay. */
    private boolean awaitOthersThan(Map<String, String> held) throws IOException {
        for (int pause = 0; pause < PAUSES_FOR_KEYS && logKeyFiles().equals(held); pause++) {
            pause();
        }
        return !logKeyFiles().equals(held);
    }

    private Map<String, String> logKeyFiles() throws IOException {
        Map<String, String> held = new HashMap<>();
        for (String name : SIGNING) {
            try {
                held.put(name, new String(folder.readAll(BackupFolder.SECRET + name, KeyFiles.MAX_BYTES), StandardCharsets.US_ASCII));
            } catch (NoSuchFileException none) {
                held.put(name, "");
            }
        }
        return held;
    }

    private Optional<Summary> takeUndisturbed(boolean keys, long timeMillis) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return takeOnce(keys, timeMillis);
            } catch (NoSuchFileException deletedMeanwhile) {
                // A blob of the checkpoint that was read is no longer needed at a newer one.
                if (attempt == ATTEMPTS) {
                    throw deletedMeanwhile;
                }
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a log key was being replaced");
        }
    }

    /** Empty when the keys do not go with the ledger: the log went over to another while this ran. */
    private Optional<Summary> takeOnce(boolean keys, long timeMillis) throws IOException {
        files.clear();
        SignedCheckpoint checkpoint = new LogReader(TileSource.of(ledger)).checkpoint();
        State state = verify(checkpoint);
        putLedger(checkpoint);
        List<String> lacking = putBlobs(state);
        for (String records : RECORDS) {
            for (String name : folder.list(records)) {
                put(records + "/" + name);
            }
        }
        for (String path : IF_PRESENT) {
            if (folder.exists(path)) {
                put(path);
            }
        }
        if (keys && !putKeys().contains(state.logKeys().newest())) {
            return Optional.empty();
        }
        put(CONFIG);
        Manifest manifest = new Manifest(logKeys.origin(), checkpoint.checkpoint().size(), timeMillis, keys, files);
        target.complete(manifest);
        return Optional.of(new Summary(manifest.entries(), files.size(), target.newFiles(), target.newBytes(), lacking));
    }

    /** The state at the checkpoint; a backup of a damaged ledger would be none. */
    private State verify(SignedCheckpoint checkpoint) throws IOException {
        State state = LedgerReplay.published(new LogReader(TileSource.of(ledger)), checkpoint, new LedgerFolder(ledger));
        if (Stream.of(logKeys.verifiers()).noneMatch(state.logKeys().all()::contains)) {
            throw new LogDamagedException(LogDamagedException.Kind.UNSIGNED, SignedCheckpoint.PATH,
                    "is that of a ledger whose log key, " + state.logKeys().newest() + ", is not in keys/");
        }
        return state;
    }

    private void putLedger(SignedCheckpoint checkpoint) throws IOException {
        new LogReader(TileSource.of(ledger)).tiles(checkpoint.checkpoint(),
                (tile, bytes) -> files.put(LEDGER + "/" + tile.path(), target.put(bytes)));
        for (String digest : ledger.list(DOCS)) {
            files.put(LEDGER + "/" + DOCS + "/" + digest, target.put(ledger.readAll(DOCS + "/" + digest, Limits.MAX_DOCUMENT_BYTES)));
        }
        files.put(LEDGER + "/" + SignedCheckpoint.PATH, target.put(checkpoint.bytes()));
    }

    private List<String> putBlobs(State state) throws IOException {
        Map<String, Long> present = new HashMap<>();
        for (String part : folder.list(BLOBS)) {
            for (String name : folder.list(BLOBS + "/" + part.replace("/", ""))) {
                if (Digests.isDigest(name) && part.equals(name.substring(0, 2) + "/")) {
                    present.put(name, folder.size(blob(name)));
                }
            }
        }
        present.keySet().removeAll(Retention.garbage(state, NEEDED, Map.copyOf(present), Set.of()));
        for (String digest : present.keySet()) {
            files.put(blob(digest), target.putBlob(folder, blob(digest), digest));
        }
        return state.runs().values().stream().filter(run -> run.ended().isEmpty()).map(RunView::model)
                .filter(model -> !present.containsKey(model)).toList();
    }

    private static String blob(String digest) {
        return BLOBS + "/" + digest.substring(0, 2) + "/" + digest;
    }

    /** Gives those log keys of which one must be the newest of the ledger, for it to be restored with these files. */
    private Set<VerifierKey> putKeys() throws IOException {
        Set<VerifierKey> signing = new HashSet<>();
        for (String name : folder.list(KEYS)) {
            if (!name.startsWith(".")) {
                String path = BackupFolder.SECRET + name;
                byte[] bytes = folder.readAll(path, KeyFiles.MAX_BYTES);
                files.put(path, target.putSecret(bytes));
                if (SIGNING.contains(name)) {
                    signing.add(SignerKey.parse(new String(bytes, StandardCharsets.US_ASCII).strip()).verifierKey());
                }
            }
        }
        return signing;
    }

    private void put(String path) throws IOException {
        files.put(path, target.put(folder.readAll(path, MAX_SMALL_BYTES)));
    }
}

package consort.coordinator.backup;

import consort.certs.KeyFiles;
import consort.coordinator.backup.Manifest.Item;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Where a backup stands: {@code manifest}, {@code files/<first two digits>/<SHA-256>}, and keys in {@code secrets/<SHA-256>},
 * which only their owner can read.
 */
final class BackupFolder {

    /** What a name of a file in the coordinator's folder begins with when its content is a secret. */
    static final String SECRET = "keys/";
    /** No secret, but its reader wants it as one: whoever writes it decides which operator's certificate counts. */
    static final String OPERATOR_NUMBER = "certs/operator-number";

    private static final String MANIFEST = "manifest";
    private static final String FILES = "files";
    private static final String SECRETS = "secrets";
    private static final String STAGING = "staging";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path root;
    private final Disk disk;
    private int newFiles;
    private long newBytes;

    private BackupFolder(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /**
     * Opens an empty folder (made if absent) or a backup.
     *
     * @throws BackupException when it holds anything else
     */
    static BackupFolder open(Path root) throws IOException {
        if (!Files.exists(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        BackupFolder folder = existing(root);
        boolean begun = !folder.disk.list("").isEmpty() && !folder.disk.exists(MANIFEST);
        if (begun && folder.disk.list("").stream().anyMatch(name -> !Set.of(FILES + "/", SECRETS + "/", STAGING + "/", "lock")
                .contains(name))) {
            throw new BackupException(root + " holds something else than a backup; name a new or an empty folder");
        }
        return folder;
    }

    /** Opens a backup to read it. */
    static BackupFolder existing(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new BackupException("there is no folder " + root);
        }
        return new BackupFolder(root, new FileDisk(root));
    }

    Disk.Lock lock() throws IOException {
        return disk.lock("lock");
    }

    Optional<Manifest> manifest() throws IOException {
        return disk.exists(MANIFEST) ? Optional.of(Manifest.parse(disk.readAll(MANIFEST, Manifest.MAX_BYTES))) : Optional.empty();
    }

    int newFiles() {
        return newFiles;
    }

    long newBytes() {
        return newBytes;
    }

    /** Keeps some bytes. */
    Item put(byte[] bytes) throws IOException {
        Item item = new Item(Document.digest(bytes), bytes.length);
        if (!holds(item)) {
            disk.replace(file(item), bytes);
            count(item);
        }
        return item;
    }

    Item putSecret(byte[] bytes) throws IOException {
        Item item = new Item(Document.digest(bytes), bytes.length);
        if (!disk.exists(secret(item))) {
            KeyFiles.writeNewSecret(root.resolve(secret(item)), bytes);
            count(item);
        }
        return item;
    }

    /**
     * Keeps a file that may be large and whose name is its digest.
     *
     * @throws java.nio.file.NoSuchFileException when it is gone
     * @throws BackupException when its bytes are not those of its name
     */
    Item putBlob(Disk source, String path, String digest) throws IOException {
        Item item = new Item(digest, source.size(path));
        if (!holds(item)) {
            String staged = STAGING + "/" + digest;
            disk.delete(staged);
            String found = copy(source, path, disk, staged);
            if (!found.equals(digest)) {
                throw new BackupException(path + " has the SHA-256 " + found + ", not that of its name: the disk damaged it. It is"
                        + " no part of the ledger; move it elsewhere, and look at the disk");
            }
            disk.rename(staged, file(item));
            count(item);
        }
        return item;
    }

    /** The bytes of a file, verified. */
    byte[] read(String path, Item item, int maxBytes) throws IOException {
        if (path.startsWith(SECRET)) {
            return verified(path, item, KeyFiles.readSecret(root.resolve(secret(item))));
        }
        if (!disk.exists(file(item))) {
            throw new BackupException("the backup lacks " + file(item) + ", which is " + path + ": take another copy of it");
        }
        return verified(path, item, disk.readAll(file(item), maxBytes));
    }

    private static byte[] verified(String path, Item item, byte[] bytes) {
        if (!Document.digest(bytes).equals(item.sha256())) {
            throw damaged(path, item);
        }
        return bytes;
    }

    /** Writes a file that may be large to a disk, verified. */
    void copyTo(Disk target, String path, Item item) throws IOException {
        if (!disk.exists(file(item))) {
            throw new BackupException("the backup lacks " + file(item) + ", which is " + path + ": take another copy of it");
        }
        if (!copy(disk, file(item), target, path).equals(item.sha256())) {
            throw damaged(path, item);
        }
    }

    private static BackupException damaged(String path, Item item) {
        return new BackupException("the backup's " + file(item) + ", which is " + path
                + ", has other bytes than its name says: take another copy of the backup");
    }

    /** Makes a backup of what was put, and drops what it no longer needs. */
    void complete(Manifest manifest) throws IOException {
        disk.replace(MANIFEST, manifest.bytes());
        Set<String> kept = new HashSet<>();
        manifest.files().values().forEach(item -> kept.add(item.sha256()));
        for (String folder : disk.list(FILES)) {
            dropExcept(kept, FILES + "/" + folder.replace("/", ""));
        }
        dropExcept(kept, SECRETS);
        dropExcept(Set.of(), STAGING);
    }

    private void dropExcept(Set<String> kept, String folder) throws IOException {
        for (String name : disk.list(folder)) {
            if (!kept.contains(name) && !name.endsWith("/")) {
                disk.delete(folder + "/" + name);
            }
        }
    }

    private boolean holds(Item item) throws IOException {
        return disk.exists(file(item)) && disk.size(file(item)) == item.bytes();
    }

    private void count(Item item) {
        newFiles++;
        newBytes += item.bytes();
    }

    private static String file(Item item) {
        return FILES + "/" + item.sha256().substring(0, 2) + "/" + item.sha256();
    }

    private static String secret(Item item) {
        return SECRETS + "/" + item.sha256();
    }

    /** Copies and syncs a file; returns its SHA-256. */
    private static String copy(Disk source, String from, Disk target, String to) throws IOException {
        MessageDigest hash = sha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (Disk.Appender appender = target.append(to)) {
            for (long offset = 0; source.read(from, offset, chunk.clear()) > 0; offset += chunk.limit()) {
                hash.update(chunk.flip());
                appender.write(chunk.rewind());
            }
            appender.sync();
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

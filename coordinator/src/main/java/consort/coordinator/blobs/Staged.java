package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A file in the staging area, hashed as it grows; it comes into being with its first bytes. For one thread at a time. */
final class Staged {

    private final Disk disk;
    private final String path;
    private Optional<Disk.Appender> file = Optional.empty();
    private final MessageDigest digest = Digests.sha256();
    private final CRC32C checksum = new CRC32C();
    private long bytes;

    Staged(Disk disk, String path) {
        this.disk = disk;
        this.path = path;
    }

    String path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    void write(ByteBuffer part) throws IOException {
        digest.update(part.duplicate());
        checksum.update(part.duplicate());
        opened().write(part);
        bytes = opened().position();
    }

    private Disk.Appender opened() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(disk.append(path));
        }
        return file.get();
    }

    /** CRC-32C of what was written so far. */
    int checksum() {
        return (int) checksum.getValue();
    }

    /** Makes the file durable, closes it and returns its digest. */
    String seal() throws IOException {
        opened().sync();
        close();
        return Digests.hex(digest);
    }

    void close() throws IOException {
        if (file.isPresent()) {
            Disk.Appender open = file.get();
            file = Optional.empty();
            open.close();
        }
    }
}

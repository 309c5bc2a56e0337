package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** A file in the staging area, hashed as it grows. For one thread at a time. */
final class Staged {

    private final String path;
    private final Disk.Appender file;
    private final MessageDigest digest = Digests.sha256();
    private final CRC32C checksum = new CRC32C();
    private boolean closed;

    Staged(Disk disk, String path) throws IOException {
        this.path = path;
        this.file = disk.append(path);
    }

    String path() {
        return path;
    }

    long bytes() {
        return file.position();
    }

    void write(ByteBuffer bytes) throws IOException {
        digest.update(bytes.duplicate());
        checksum.update(bytes.duplicate());
        file.write(bytes);
    }

    /** CRC-32C of what was written so far. */
    int checksum() {
        return (int) checksum.getValue();
    }

    /** Makes the file durable, closes it and returns its digest. */
    String seal() throws IOException {
        file.sync();
        close();
        return Digests.hex(digest);
    }

    void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }
}

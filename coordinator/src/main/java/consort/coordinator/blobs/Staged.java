package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A file in the staging area, hashed as it grows. For one thread at a time. */
final class Staged {

    private final String path;
    private final Disk.Appender file;
    private final MessageDigest digest = Digests.sha256();
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
        file.write(bytes);
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

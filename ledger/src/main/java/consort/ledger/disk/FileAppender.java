package consort.ledger.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Appends to one file; refuses everything after a failed write or sync. */
final class FileAppender implements Disk.Appender {

    /** Syncs the folder that holds the file's name. */
    @FunctionalInterface
    interface NameSync {
        void run() throws IOException;
    }

    private final String path;
    private final FileChannel file;
    private final NameSync nameSync;
    private long position;
    private boolean nameSynced;
    private boolean failed;

    FileAppender(String path, FileChannel file, NameSync nameSync) throws IOException {
        this.path = path;
        this.file = file;
        this.nameSync = nameSync;
        this.position = file.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        begin();
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
        failed = false;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void sync() throws IOException {
        begin();
        file.force(true);
        if (!nameSynced) {
            nameSync.run();
            nameSynced = true;
        }
        failed = false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Counts the call as failed until it is through. */
    private void begin() throws IOException {
        if (failed) {
            throw new IOException(path + ": an earlier write or sync failed; what is on the disk is unknown. Restart.");
        }
        failed = true;
    }
}

package consort.simulator;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.function.Predicate;

/** A disk that reports files durable which are not: what a program without these syncs would leave behind. */
final class ForgetfulDisk implements Disk {

    private final Disk disk;
    private final Predicate<String> forgotten;

    /** @param forgotten paths whose bytes are never synced */
    ForgetfulDisk(Disk disk, Predicate<String> forgotten) {
        this.disk = disk;
        this.forgotten = forgotten;
    }

    @Override
    public boolean exists(String path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public long size(String path) throws IOException {
        return disk.size(path);
    }

    @Override
    public int read(String path, long offset, ByteBuffer into) throws IOException {
        return disk.read(path, offset, into);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public Appender append(String path) throws IOException {
        return forgotten.test(path) ? new ForgetfulAppender(disk.append(path)) : disk.append(path);
    }

    @Override
    public void create(String path, ByteBuffer bytes) throws IOException {
        if (!forgotten.test(path)) {
            disk.create(path, bytes);
        } else if (disk.exists(path)) {
            throw new FileAlreadyExistsException(path);
        } else {
            write(path, bytes);
        }
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        if (forgotten.test(path)) {
            disk.delete(path);
            write(path, ByteBuffer.wrap(bytes));
        } else {
            disk.replace(path, bytes);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void truncate(String path, long size) throws IOException {
        disk.truncate(path, size);
    }

    @Override
    public Lock lock(String path) throws IOException {
        return disk.lock(path);
    }

    private void write(String path, ByteBuffer bytes) throws IOException {
        try (Appender file = disk.append(path)) {
            file.write(bytes);
        }
    }

    private record ForgetfulAppender(Appender file) implements Appender {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public long position() {
            return file.position();
        }

        @Override
        public void sync() {
            // That is what it forgets.
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

package consort.bench.ledger;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Another disk, whose syncs of appended files, and appended bytes, are counted. */
final class CountingDisk implements Disk {

    private final Disk disk;
    private final AtomicLong syncs = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    CountingDisk(Disk disk) {
        this.disk = disk;
    }

    long syncs() {
        return syncs.get();
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public Appender append(String path) throws IOException {
        Appender appender = disk.append(path);
        return new Appender() {

            @Override
            public void write(ByteBuffer written) throws IOException {
                bytes.addAndGet(written.remaining());
                appender.write(written);
            }

            @Override
            public long position() {
                return appender.position();
            }

            @Override
            public void sync() throws IOException {
                syncs.incrementAndGet();
                appender.sync();
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
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
    public void create(String path, ByteBuffer content) throws IOException {
        disk.create(path, content);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        disk.replace(path, content);
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
}

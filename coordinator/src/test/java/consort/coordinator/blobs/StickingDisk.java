package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A disk on which the next call of one kind, when asked for, does not end before the test lets it. */
public final class StickingDisk implements Disk {

    /** A kind of call that may take long. */
    public enum Call { APPEND, WRITE, SYNC, RENAME, DELETE }

    private final Disk disk;
    private final AtomicReference<Call> sticking = new AtomicReference<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    public StickingDisk(Disk disk) {
        this.disk = disk;
    }

    /** The next call of this kind sticks. */
    public void stickAt(Call call) {
        sticking.set(call);
    }

    /** Waits until a call sticks. */
    public void awaitStuck() throws InterruptedException {
        stuck.await();
    }

    public void release() {
        free.countDown();
    }

    private void pass(Call call) throws IOException {
        if (sticking.compareAndSet(call, null)) {
            stuck.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public Appender append(String path) throws IOException {
        pass(Call.APPEND);
        Appender appender = disk.append(path);
        return new Appender() {

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                pass(Call.WRITE);
                appender.write(bytes);
            }

            @Override
            public long position() {
                return appender.position();
            }

            @Override
            public void sync() throws IOException {
                pass(Call.SYNC);
                appender.sync();
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
    }

    @Override
    public void rename(String from, String to) throws IOException {
        pass(Call.RENAME);
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        pass(Call.DELETE);
        disk.delete(path);
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
    public void create(String path, ByteBuffer bytes) throws IOException {
        disk.create(path, bytes);
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        disk.replace(path, bytes);
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

package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One upload under way, as a file in the staging area.
 *
 * <p>Who holds the store's monitor never waits here: a write may take as long as the disk likes.
 */
final class DiskUpload implements BlobStore.Upload {

    /** Whose upload of what it is. */
    record Key(String peer, String digest) {
    }

    private final DiskBlobStore store;
    private final Key key;
    private final long total;
    private final Staged staged;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long bytes;
    /** Guarded by the store's monitor. */
    private long reserved;
    private volatile boolean open = true;

    DiskUpload(DiskBlobStore store, Key key, long total, Staged staged) {
        this.store = store;
        this.key = key;
        this.total = total;
        this.staged = staged;
        this.bytes = staged.bytes();
        this.reserved = staged.bytes();
    }

    Key key() {
        return key;
    }

    /** Bytes announced. */
    long total() {
        return total;
    }

    /** Bytes that came, or are just being written: what it takes of the store's room. To be called under the store's monitor. */
    long reserved() {
        return reserved;
    }

    /** To be called under the store's monitor. */
    void reserve(long more) {
        reserved += more;
    }

    Staged staged() {
        return staged;
    }

    /**
     * Cuts this handle off; the new one owns the file.
     *
     * @param offset where it is to go on
     * @throws BlobRefusedException when that is not where it stands, or a write is still under way
     */
    DiskUpload takeOver(long offset) throws BlobRefusedException {
        if (!writing.tryLock()) {
            throw new BlobRefusedException(Kind.MOVED, "a part of " + key.digest() + " is still being written: ask again in a moment");
        }
        try {
            if (offset != bytes) {
                throw elsewhere(key, bytes, offset);
            }
            open = false;
            return new DiskUpload(store, key, total, staged);
        } finally {
            writing.unlock();
        }
    }

    static BlobRefusedException elsewhere(Key key, long held, long offset) {
        return new BlobRefusedException(Kind.MOVED, "upload of " + key.digest() + " stands at byte " + held + ", not " + offset);
    }

    /** Closes this handle, which must be open. */
    boolean endWhole() throws BlobRefusedException {
        requireOpen();
        open = false;
        return bytes == total;
    }

    /** Whether nobody goes on with it, now or later. */
    boolean idle() {
        // In this order: a write that is not seen here finds the handle closed.
        return !open && !writing.isLocked();
    }

    @Override
    public void write(ByteBuffer part) throws IOException, BlobRefusedException {
        try {
            append(part);
        } catch (IOException e) {
            close();
            store.abandon(this);
            throw e;
        }
    }

    private void append(ByteBuffer part) throws IOException, BlobRefusedException {
        writing.lock();
        try {
            requireOpen();
            if (part.remaining() > total - bytes) {
                throw new BlobRefusedException(Kind.INVALID, "more bytes than the " + total + " announced for " + key.digest());
            }
            int more = part.remaining();
            store.reserve(this, more);
            try {
                staged.write(part);
            } catch (IOException e) {
                store.unreserve(this, more);
                throw e;
            }
            bytes = staged.bytes();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean finish() throws IOException, BlobRefusedException {
        if (!store.takeOut(this)) {
            return false;
        }
        try {
            seal();
            return true;
        } finally {
            store.sealed(this);
        }
    }

    /** Nobody else reaches an upload that was taken out. */
    private void seal() throws IOException, BlobRefusedException {
        String actual;
        try {
            actual = staged.seal();
            if (actual.equals(key.digest())) {
                store.place(staged, actual, total, Optional.of(key.peer()));
                return;
            }
        } catch (IOException e) {
            store.drop(staged, total);
            throw e;
        }
        store.drop(staged, total);
        throw new BlobRefusedException(Kind.INVALID, "the " + total + " bytes sent have the digest " + actual + ", not " + key.digest());
    }

    @Override
    public void close() {
        open = false;
    }

    private void requireOpen() throws BlobRefusedException {
        if (!open) {
            throw new BlobRefusedException(Kind.MOVED, "this upload of " + key.digest() + " was replaced or closed");
        }
    }
}

package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One upload under way, as a file in the staging area.
 *
 * <p>The store's monitor comes first, always: what is synchronized here never calls the store.
 */
final class DiskUpload implements BlobStore.Upload {

    /** Whose upload of what it is. */
    record Key(String peer, String digest) {
    }

    private final DiskBlobStore store;
    private final Key key;
    private final long total;
    private final Staged staged;
    private volatile long bytes;
    private boolean open = true;

    DiskUpload(DiskBlobStore store, Key key, long total, Staged staged) {
        this.store = store;
        this.key = key;
        this.total = total;
        this.staged = staged;
        this.bytes = staged.bytes();
    }

    Key key() {
        return key;
    }

    /** Bytes announced, and reserved in the store. */
    long total() {
        return total;
    }

    Staged staged() {
        return staged;
    }

    /** Cuts this handle off, once a write of it that is under way has ended; the new one owns the file. */
    synchronized DiskUpload takeOver() {
        open = false;
        return new DiskUpload(store, key, total, staged);
    }

    /** Closes this handle, which must be open. */
    synchronized boolean endWhole() throws BlobRefusedException {
        requireOpen();
        open = false;
        return bytes == total;
    }

    synchronized boolean idle() {
        return !open;
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

    private synchronized void append(ByteBuffer part) throws IOException, BlobRefusedException {
        requireOpen();
        if (part.remaining() > total - bytes) {
            throw new BlobRefusedException(Kind.INVALID, "more bytes than the " + total + " announced for " + key.digest());
        }
        staged.write(part);
        bytes = staged.bytes();
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
        // Out of the monitors: a sync may take long, and nobody else reaches an upload that was taken out.
        String actual;
        try {
            actual = staged.seal();
        } catch (IOException e) {
            store.drop(staged, total);
            throw e;
        }
        if (!actual.equals(key.digest())) {
            store.drop(staged, total);
            throw new BlobRefusedException(Kind.INVALID, "the " + total + " bytes sent have the digest " + actual + ", not "
                    + key.digest());
        }
        store.arrive(this);
        return true;
    }

    @Override
    public synchronized void close() {
        open = false;
    }

    private void requireOpen() throws BlobRefusedException {
        if (!open) {
            throw new BlobRefusedException(Kind.MOVED, "this upload of " + key.digest() + " was replaced or closed");
        }
    }
}

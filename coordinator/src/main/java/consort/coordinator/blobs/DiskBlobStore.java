package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as files {@code blobs/<first two digits>/<digest>}, staged in {@code staging/}.
 *
 * <p>A whole blob comes into place by sync and rename, so a file under {@code blobs/} is complete after any crash. The
 * store's own bookkeeping (lengths, uploads) is guarded by its monitor; bytes are written outside of it, each upload by the
 * one handle that currently owns it.
 */
public final class DiskBlobStore implements BlobStore {

    private static final Logger LOG = LoggerFactory.getLogger(DiskBlobStore.class);
    private static final String BLOBS = "blobs";
    private static final String STAGING = "staging";

    private record Key(String peer, String digest) {
    }

    private final Disk disk;
    private final BlobLimits limits;
    private final Map<String, Long> sizes = new HashMap<>();
    /** In order of last use: the first is dropped first. */
    private final Map<Key, DiskUpload> uploads = new LinkedHashMap<>();
    private final Unclaimed unclaimed = new Unclaimed();
    private long usedBytes;
    private long nextStage;

    private DiskBlobStore(Disk disk, BlobLimits limits) {
        this.disk = disk;
        this.limits = limits;
    }

    /** Opens the store and empties its staging area. What is no blob is left alone and told in the log. */
    public static DiskBlobStore open(Disk disk, BlobLimits limits) throws IOException {
        DiskBlobStore store = new DiskBlobStore(disk, limits);
        for (String name : disk.list(STAGING)) {
            disk.delete(STAGING + "/" + name);
        }
        for (String folder : disk.list(BLOBS)) {
            if (folder.endsWith("/")) {
                store.find(folder);
            } else {
                foreign(BLOBS + "/" + folder);
            }
        }
        return store;
    }

    private void find(String folder) throws IOException {
        String path = BLOBS + "/" + folder.substring(0, folder.length() - 1);
        for (String name : disk.list(path)) {
            if (Digests.isDigest(name) && path(name).equals(path + "/" + name)) {
                add(name, disk.size(path(name)));
            } else {
                foreign(path + "/" + name);
            }
        }
    }

    private static void foreign(String path) {
        LOG.warn("{} is no blob, so it is passed over; move it elsewhere", path);
    }

    @Override
    public synchronized OptionalLong size(String digest) {
        Long size = sizes.get(digest);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    @Override
    public synchronized boolean claim(String digest) {
        unclaimed.settle(digest);
        return sizes.containsKey(digest);
    }

    @Override
    public synchronized long held(String peer, String digest) {
        Long size = sizes.get(digest);
        if (size != null) {
            return size;
        }
        DiskUpload upload = uploads.get(new Key(peer, digest));
        return upload == null ? 0 : upload.bytes();
    }

    @Override
    public synchronized Upload upload(String peer, String digest, long totalBytes, long offset)
            throws IOException, BlobRefusedException {
        requireAcceptable(digest, totalBytes);
        Key key = new Key(peer, digest);
        DiskUpload old = uploads.get(key);
        long held = old == null ? 0 : old.bytes();
        if (offset != held) {
            throw new BlobRefusedException(Kind.MOVED, "upload of " + digest + " stands at byte " + held + ", not " + offset);
        }
        if (old != null && old.total != totalBytes) {
            throw new BlobRefusedException(Kind.INVALID, "upload of " + digest + " was begun with " + old.total
                    + " bytes in total, not " + totalBytes);
        }
        if (old != null) {
            // Waits for a write of the old handle that is under way, then owns its file.
            DiskUpload resumed = old.takeOver();
            uploads.remove(key);
            uploads.put(key, resumed);
            return resumed;
        }
        makeRoomFor(peer);
        reserve(totalBytes);
        DiskUpload begun = new DiskUpload(key, totalBytes, new Staged(disk, stagePath()));
        uploads.put(key, begun);
        return begun;
    }

    @Override
    public synchronized Writer write(long maxBytes) throws IOException, BlobRefusedException {
        reserve(maxBytes);
        return new DiskWriter(maxBytes, new Staged(disk, stagePath()));
    }

    @Override
    public int read(String digest, long offset, ByteBuffer into) throws IOException {
        return disk.read(path(digest), offset, into);
    }

    @Override
    public synchronized void delete(String digest) throws IOException {
        unclaimed.settle(digest);
        Long size = sizes.remove(digest);
        if (size != null) {
            usedBytes -= size;
            disk.delete(path(digest));
        }
    }

    /** Bytes of all blobs and of all announced uploads. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    private static String path(String digest) {
        if (!Digests.isDigest(digest)) {
            throw new IllegalArgumentException("not a digest: \"" + digest + "\"");
        }
        return BLOBS + "/" + digest.substring(0, 2) + "/" + digest;
    }

    private String stagePath() {
        return STAGING + "/" + nextStage++;
    }

    private void requireAcceptable(String digest, long totalBytes) throws BlobRefusedException {
        if (!Digests.isDigest(digest)) {
            throw new BlobRefusedException(Kind.INVALID, "not a digest (64 lower-case hexadecimal digits): \"" + digest + "\"");
        }
        if (totalBytes < 1 || totalBytes > limits.maxBlobBytes()) {
            throw new BlobRefusedException(Kind.INVALID, "a blob has 1 to " + limits.maxBlobBytes() + " bytes here, not " + totalBytes);
        }
        if (sizes.containsKey(digest)) {
            throw new BlobRefusedException(Kind.MOVED, digest + " is already stored");
        }
    }

    private void reserve(long bytes) throws BlobRefusedException {
        if (bytes > limits.maxTotalBytes() - usedBytes) {
            throw new BlobRefusedException(Kind.EXHAUSTED, bytes + " bytes do not fit: " + usedBytes + " of "
                    + limits.maxTotalBytes() + " bytes for blobs are in use");
        }
        usedBytes += bytes;
    }

    private void makeRoomFor(String peer) throws IOException, BlobRefusedException {
        for (String digest : unclaimed.beyond(peer, limits.maxUploadsPerPeer())) {
            delete(digest);
        }
        long count = uploads.keySet().stream().filter(key -> key.peer.equals(peer)).count();
        Iterator<DiskUpload> oldest = uploads.values().iterator();
        while (count >= limits.maxUploadsPerPeer() && oldest.hasNext()) {
            DiskUpload upload = oldest.next();
            if (upload.key.peer.equals(peer) && upload.idle()) {
                oldest.remove();
                drop(upload.staged, upload.total);
                count--;
            }
        }
        if (count >= limits.maxUploadsPerPeer()) {
            throw new BlobRefusedException(Kind.EXHAUSTED, peer + " already has " + count + " uploads under way");
        }
    }

    private synchronized void drop(Staged staged, long reserved) throws IOException {
        usedBytes -= reserved;
        staged.close();
        disk.delete(staged.path());
    }

    private synchronized void add(String digest, long bytes) {
        sizes.put(digest, bytes);
        usedBytes += bytes;
    }

    /** Brings a sealed file into place, unless the same blob came another way meanwhile. */
    private synchronized void place(Staged staged, String digest, long reserved, long bytes) throws IOException {
        usedBytes -= reserved;
        if (sizes.containsKey(digest)) {
            disk.delete(staged.path());
        } else {
            disk.rename(staged.path(), path(digest));
            add(digest, bytes);
        }
    }

    /** Brings a verified upload into place, and remembers whose it is until somebody claims it. */
    private synchronized void arrive(DiskUpload upload) throws IOException {
        boolean known = sizes.containsKey(upload.key.digest);
        place(upload.staged, upload.key.digest, upload.total, upload.total);
        if (!known) {
            unclaimed.arrived(upload.key.peer, upload.key.digest);
        }
    }

    /** Closes a handle; when all its bytes arrived, also takes the upload off the list. */
    private synchronized boolean takeOut(DiskUpload upload) throws BlobRefusedException {
        synchronized (upload) {
            upload.requireOpen();
            upload.open = false;
            return upload.bytes == upload.total && uploads.remove(upload.key, upload);
        }
    }

    private synchronized void forget(DiskUpload upload) {
        uploads.remove(upload.key, upload);
    }

    private final class DiskUpload implements Upload {

        private final Key key;
        private final long total;
        private final Staged staged;
        private volatile long bytes;
        private boolean open = true;

        private DiskUpload(Key key, long total, Staged staged) {
            this.key = key;
            this.total = total;
            this.staged = staged;
            this.bytes = staged.bytes();
        }

        private synchronized DiskUpload takeOver() {
            open = false;
            return new DiskUpload(key, total, staged);
        }

        private synchronized boolean idle() {
            return !open;
        }

        @Override
        public void write(ByteBuffer part) throws IOException, BlobRefusedException {
            try {
                append(part);
            } catch (IOException e) {
                // Outside of this upload's monitor: the store's monitor comes first, always.
                close();
                forget(this);
                drop(staged, total);
                throw e;
            }
        }

        private synchronized void append(ByteBuffer part) throws IOException, BlobRefusedException {
            requireOpen();
            if (part.remaining() > total - bytes) {
                throw new BlobRefusedException(Kind.INVALID, "more bytes than the " + total + " announced for " + key.digest);
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
            if (!takeOut(this)) {
                return false;
            }
            // Out of the monitors: a sync may take long, and nobody else reaches an upload that was taken out.
            String actual;
            try {
                actual = staged.seal();
            } catch (IOException e) {
                drop(staged, total);
                throw e;
            }
            if (!actual.equals(key.digest)) {
                drop(staged, total);
                throw new BlobRefusedException(Kind.INVALID, "the " + total + " bytes sent have the digest " + actual + ", not "
                        + key.digest);
            }
            arrive(this);
            return true;
        }

        @Override
        public synchronized void close() {
            open = false;
        }

        private void requireOpen() throws BlobRefusedException {
            if (!open) {
                throw new BlobRefusedException(Kind.MOVED, "this upload of " + key.digest + " was replaced or closed");
            }
        }
    }

    private final class DiskWriter implements Writer {

        private final long reserved;
        private final Staged staged;
        private boolean open = true;

        private DiskWriter(long reserved, Staged staged) {
            this.reserved = reserved;
            this.staged = staged;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException, BlobRefusedException {
            if (bytes.remaining() > reserved - staged.bytes()) {
                throw new BlobRefusedException(Kind.EXHAUSTED, "a blob announced with at most " + reserved + " bytes has more");
            }
            staged.write(bytes);
        }

        @Override
        public String commit() throws IOException {
            long bytes = staged.bytes();
            String digest = staged.seal();
            place(staged, digest, reserved, bytes);
            claim(digest);
            open = false;
            return digest;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                try {
                    drop(staged, reserved);
                } catch (IOException leftToTheNextStart) {
                    // The staging area is emptied at every start.
                    return;
                }
            }
        }
    }
}

package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
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

    private final Disk disk;
    private final BlobLimits limits;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, Integer> checksums = new HashMap<>();
    /** In order of last use: the first is dropped first. */
    private final Map<DiskUpload.Key, DiskUpload> uploads = new LinkedHashMap<>();
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
        DiskUpload upload = uploads.get(new DiskUpload.Key(peer, digest));
        return upload == null ? 0 : upload.bytes();
    }

    @Override
    public synchronized Upload upload(String peer, String digest, long totalBytes, long offset)
            throws IOException, BlobRefusedException {
        requireAcceptable(digest, totalBytes);
        DiskUpload.Key key = new DiskUpload.Key(peer, digest);
        DiskUpload old = uploads.get(key);
        long held = old == null ? 0 : old.bytes();
        if (offset != held) {
            throw new BlobRefusedException(Kind.MOVED, "upload of " + digest + " stands at byte " + held + ", not " + offset);
        }
        if (old != null && old.total() != totalBytes) {
            throw new BlobRefusedException(Kind.INVALID, "upload of " + digest + " was begun with " + old.total()
                    + " bytes in total, not " + totalBytes);
        }
        if (old != null) {
            DiskUpload resumed = old.takeOver();
            uploads.remove(key);
            uploads.put(key, resumed);
            return resumed;
        }
        makeRoomFor(peer);
        DiskUpload begun = new DiskUpload(this, key, totalBytes, stage(totalBytes));
        uploads.put(key, begun);
        return begun;
    }

    @Override
    public synchronized Writer write(long maxBytes) throws IOException, BlobRefusedException {
        return new DiskWriter(this, maxBytes, stage(maxBytes));
    }

    @Override
    public int read(String digest, long offset, ByteBuffer into) throws IOException {
        return disk.read(path(digest), offset, into);
    }

    @Override
    public Disk.Reader open(String digest) throws IOException {
        return disk.reader(path(digest));
    }

    @Override
    public synchronized OptionalInt checksum(String digest) {
        Integer checksum = checksums.get(digest);
        return checksum == null ? OptionalInt.empty() : OptionalInt.of(checksum);
    }

    @Override
    public synchronized Map<String, Long> stored() {
        return Map.copyOf(sizes);
    }

    @Override
    public synchronized void delete(String digest) throws IOException {
        unclaimed.settle(digest);
        checksums.remove(digest);
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

    /** A new file, for which so many bytes are reserved. */
    private Staged stage(long bytes) throws IOException, BlobRefusedException {
        reserve(bytes);
        try {
            return new Staged(disk, STAGING + "/" + nextStage++);
        } catch (IOException e) {
            usedBytes -= bytes;
            throw e;
        }
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

    private void reserve(long bytes) throws IOException, BlobRefusedException {
        giveWay(bytes);
        if (!fits(bytes)) {
            throw new BlobRefusedException(Kind.EXHAUSTED, bytes + " bytes do not fit: " + usedBytes + " of "
                    + limits.maxTotalBytes() + " bytes for blobs are in use");
        }
        usedBytes += bytes;
    }

    private boolean fits(long bytes) {
        return bytes <= limits.maxTotalBytes() - usedBytes;
    }

    /**
     * Makes room out of what can be sent again: uploads that nobody goes on with, then whole blobs that nobody asked about. Nothing goes
     * for what would not fit even so.
     */
    private void giveWay(long bytes) throws IOException {
        if (fits(bytes)) {
            return;
        }
        long spare = uploads.values().stream().filter(DiskUpload::idle).mapToLong(DiskUpload::total).sum()
                + unclaimed.all().stream().mapToLong(sizes::get).sum();
        if (!fits(bytes - spare)) {
            return;
        }
        Iterator<DiskUpload> oldest = uploads.values().iterator();
        while (!fits(bytes) && oldest.hasNext()) {
            DiskUpload upload = oldest.next();
            if (upload.idle()) {
                oldest.remove();
                drop(upload.staged(), upload.total());
            }
        }
        for (String digest : unclaimed.all()) {
            if (!fits(bytes)) {
                delete(digest);
            }
        }
    }

    private void makeRoomFor(String peer) throws IOException, BlobRefusedException {
        for (String digest : unclaimed.beyond(peer, limits.maxUploadsPerPeer())) {
            delete(digest);
        }
        long count = uploads.keySet().stream().filter(key -> key.peer().equals(peer)).count();
        Iterator<DiskUpload> oldest = uploads.values().iterator();
        while (count >= limits.maxUploadsPerPeer() && oldest.hasNext()) {
            DiskUpload upload = oldest.next();
            if (upload.key().peer().equals(peer) && upload.idle()) {
                oldest.remove();
                drop(upload.staged(), upload.total());
                count--;
            }
        }
        if (count >= limits.maxUploadsPerPeer()) {
            throw new BlobRefusedException(Kind.EXHAUSTED, peer + " already has " + count + " uploads under way");
        }
    }

    /** Removes a staged file and gives back what was reserved for it. */
    synchronized void drop(Staged staged, long reserved) throws IOException {
        usedBytes -= reserved;
        staged.close();
        disk.delete(staged.path());
    }

    private synchronized void add(String digest, long bytes) {
        sizes.put(digest, bytes);
        usedBytes += bytes;
    }

    /** Brings a sealed file into place, unless the same blob came another way meanwhile. */
    synchronized void place(Staged staged, String digest, long reserved, long bytes) throws IOException {
        usedBytes -= reserved;
        if (sizes.containsKey(digest)) {
            disk.delete(staged.path());
        } else {
            disk.rename(staged.path(), path(digest));
            add(digest, bytes);
            checksums.put(digest, staged.checksum());
        }
    }

    /** Brings a verified upload into place, and remembers whose it is until somebody claims it. */
    synchronized void arrive(DiskUpload upload) throws IOException {
        boolean known = sizes.containsKey(upload.key().digest());
        place(upload.staged(), upload.key().digest(), upload.total(), upload.total());
        if (!known) {
            unclaimed.arrived(upload.key().peer(), upload.key().digest());
        }
    }

    /** Closes a handle; when all its bytes arrived, also takes the upload off the list. */
    synchronized boolean takeOut(DiskUpload upload) throws BlobRefusedException {
        return upload.endWhole() && uploads.remove(upload.key(), upload);
    }

    /** Drops an upload that failed, unless somebody made room of it, or went on with it, meanwhile. */
    synchronized void abandon(DiskUpload upload) throws IOException {
        if (uploads.remove(upload.key(), upload)) {
            drop(upload.staged(), upload.total());
        }
    }
}

package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as files {@code blobs/<first two digits>/<digest>}, staged in {@code staging/}.
 *
 * <p>A whole blob comes into place by sync and rename, so a file under {@code blobs/} is complete after any crash. The
 * store's own bookkeeping (lengths, uploads) is guarded by its monitor, under which nothing waits for the disk: the loop asks
 * for lengths. Bytes are written by the one handle that currently owns an upload; who brings a blob's file into place, or takes it
 * away, holds the lock of its name, taken before the monitor.
 */
public final class DiskBlobStore implements BlobStore {

    private static final Logger LOG = LoggerFactory.getLogger(DiskBlobStore.class);
    private static final String BLOBS = "blobs";
    private static final String STAGING = "staging";
    /** Names share locks, which costs a wait now and then. */
    private static final int NAME_LOCKS = 64;

    private final Disk disk;
    private final BlobLimits limits;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, Integer> checksums = new HashMap<>();
    /** In order of last use: the first is dropped first. */
    private final Map<DiskUpload.Key, DiskUpload> uploads = new LinkedHashMap<>();
    /** Bytes of uploads whose last byte came, while they are made durable. */
    private final Map<DiskUpload.Key, Long> sealing = new HashMap<>();
    private final Unclaimed unclaimed = new Unclaimed();
    private final List<Lock> names = Stream.<Lock>generate(ReentrantLock::new).limit(NAME_LOCKS).toList();
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
        DiskUpload.Key key = new DiskUpload.Key(peer, digest);
        DiskUpload upload = uploads.get(key);
        return upload == null ? sealing.getOrDefault(key, 0L) : upload.bytes();
    }

    @Override
    public Upload upload(String peer, String digest, long totalBytes, long offset) throws BlobRefusedException {
        Evicted gone = new Evicted();
        try {
            return upload(new DiskUpload.Key(peer, digest), totalBytes, offset, gone);
        } finally {
            delete(gone);
        }
    }

    private synchronized DiskUpload upload(DiskUpload.Key key, long totalBytes, long offset, Evicted gone) throws BlobRefusedException {
        requireAcceptable(key.digest(), totalBytes);
        if (sealing.containsKey(key)) {
            throw new BlobRefusedException(Kind.MOVED, "all of " + key.digest() + " came, and is being made durable: ask again in a moment");
        }
        DiskUpload old = uploads.get(key);
        if (old == null) {
            return begin(key, totalBytes, offset, gone);
        }
        if (old.total() != totalBytes) {
            throw new BlobRefusedException(Kind.INVALID, "upload of " + key.digest() + " was begun with " + old.total()
                    + " bytes in total, not " + totalBytes);
        }
        DiskUpload resumed = old.takeOver(offset);
        uploads.remove(key);
        uploads.put(key, resumed);
        return resumed;
    }

    private DiskUpload begin(DiskUpload.Key key, long totalBytes, long offset, Evicted gone) throws BlobRefusedException {
        if (offset != 0) {
            throw DiskUpload.elsewhere(key, 0, offset);
        }
        makeRoomFor(key.peer(), gone);
        requireRoom(totalBytes, spareBytes());
        DiskUpload begun = new DiskUpload(this, key, totalBytes, new Staged(disk, STAGING + "/" + nextStage++));
        uploads.put(key, begun);
        return begun;
    }

    @Override
    public Writer write(long maxBytes) throws BlobRefusedException {
        Evicted gone = new Evicted();
        try {
            return writer(maxBytes, gone);
        } finally {
            delete(gone);
        }
    }

    private synchronized Writer writer(long maxBytes, Evicted gone) throws BlobRefusedException {
        return new DiskWriter(this, maxBytes, stage(maxBytes, gone));
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
    public void delete(String digest) throws IOException {
        Lock name = name(digest);
        name.lock();
        try {
            if (forget(digest)) {
                disk.delete(path(digest));
            }
        } finally {
            name.unlock();
        }
    }

    private synchronized boolean forget(String digest) {
        unclaimed.settle(digest);
        checksums.remove(digest);
        Long size = sizes.remove(digest);
        usedBytes -= size == null ? 0 : size;
        return size != null;
    }

    /** Bytes of all blobs, of uploads as far as they came, and of what this process is writing. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    private static String path(String digest) {
        if (!Digests.isDigest(digest)) {
            throw new IllegalArgumentException("not a digest: \"" + digest + "\"");
        }
        return BLOBS + "/" + digest.substring(0, 2) + "/" + digest;
    }

    private Lock name(String digest) {
        return names.get(Math.floorMod(digest.hashCode(), NAME_LOCKS));
    }

    /** A new file, for which so many bytes are reserved. */
    private Staged stage(long bytes, Evicted gone) throws BlobRefusedException {
        reserve(bytes, gone);
        return new Staged(disk, STAGING + "/" + nextStage++);
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

    private void reserve(long bytes, Evicted gone) throws BlobRefusedException {
        giveWay(bytes, gone);
        requireRoom(bytes, 0);
        usedBytes += bytes;
    }

    /** @param spare bytes that could give way */
    private void requireRoom(long bytes, long spare) throws BlobRefusedException {
        if (!fits(bytes - spare)) {
            throw new BlobRefusedException(Kind.EXHAUSTED, bytes + " bytes do not fit: " + usedBytes + " of "
                    + limits.maxTotalBytes() + " bytes for blobs are in use");
        }
    }

    /** Room for bytes that came. An announcement takes none: who sends nothing holds nothing. */
    void reserve(DiskUpload upload, long more) throws BlobRefusedException {
        Evicted gone = new Evicted();
        try {
            reserve(upload, more, gone);
        } finally {
            delete(gone);
        }
    }

    private synchronized void reserve(DiskUpload upload, long more, Evicted gone) throws BlobRefusedException {
        reserve(more, gone);
        upload.reserve(more);
    }

    /** The bytes could not be written. */
    synchronized void unreserve(DiskUpload upload, long more) {
        giveBack(more);
        upload.reserve(-more);
    }

    private boolean fits(long bytes) {
        return bytes <= limits.maxTotalBytes() - usedBytes;
    }

    /**
     * Makes room out of what can be sent again: uploads that nobody goes on with, then whole blobs that nobody asked about. Nothing goes
     * for what would not fit even so.
     */
    private void giveWay(long bytes, Evicted gone) {
        if (fits(bytes)) {
            return;
        }
        if (!fits(bytes - spareBytes())) {
            return;
        }
        Iterator<DiskUpload> oldest = uploads.values().iterator();
        while (!fits(bytes) && oldest.hasNext()) {
            DiskUpload upload = oldest.next();
            if (upload.idle()) {
                oldest.remove();
                evict(upload, gone);
            }
        }
        for (String digest : unclaimed.all()) {
            if (!fits(bytes)) {
                evict(digest, gone);
            }
        }
    }

    private long spareBytes() {
        return uploads.values().stream().filter(DiskUpload::idle).mapToLong(DiskUpload::reserved).sum()
                + unclaimed.all().stream().mapToLong(sizes::get).sum();
    }

    private void evict(DiskUpload upload, Evicted gone) {
        usedBytes -= upload.reserved();
        gone.staged.add(upload.staged());
    }

    private void evict(String digest, Evicted gone) {
        forget(digest);
        gone.blobs.add(digest);
    }

    private void makeRoomFor(String peer, Evicted gone) throws BlobRefusedException {
        for (String digest : unclaimed.beyond(peer, limits.maxUploadsPerPeer())) {
            evict(digest, gone);
        }
        long count = uploads.keySet().stream().filter(key -> key.peer().equals(peer)).count();
        Iterator<DiskUpload> oldest = uploads.values().iterator();
        while (count >= limits.maxUploadsPerPeer() && oldest.hasNext()) {
            DiskUpload upload = oldest.next();
            if (upload.key().peer().equals(peer) && upload.idle()) {
                oldest.remove();
                evict(upload, gone);
                count--;
            }
        }
        if (count >= limits.maxUploadsPerPeer()) {
            throw new BlobRefusedException(Kind.EXHAUSTED, peer + " already has " + count + " uploads under way");
        }
    }

    /** Files of what lost its place. One that stays is found by the next start; nothing refers to it. */
    private void delete(Evicted gone) {
        try {
            for (Staged staged : gone.staged) {
                delete(staged);
            }
            for (String digest : gone.blobs) {
                deleteUnlessBack(digest);
            }
        } catch (IOException left) {
            LOG.error("what gave way to other blobs could not be deleted, and takes room until the next start: {}", left.toString());
        }
    }

    private void delete(Staged staged) throws IOException {
        staged.close();
        disk.delete(staged.path());
    }

    private void deleteUnlessBack(String digest) throws IOException {
        Lock name = name(digest);
        name.lock();
        try {
            if (size(digest).isEmpty()) {
                disk.delete(path(digest));
            }
        } finally {
            name.unlock();
        }
    }

    /** Removes a staged file and gives back what was reserved for it. */
    void drop(Staged staged, long reserved) throws IOException {
        giveBack(reserved);
        delete(staged);
    }

    private synchronized void giveBack(long reserved) {
        usedBytes -= reserved;
    }

    private synchronized void add(String digest, long bytes) {
        sizes.put(digest, bytes);
        usedBytes += bytes;
    }

    /**
     * Brings a sealed file into place, unless the same blob came another way meanwhile. What was reserved for it is given back; not when
     * this fails.
     *
     * @param peer whose it is until somebody claims it; empty: it is claimed
     */
    void place(Staged staged, String digest, long reserved, Optional<String> peer) throws IOException {
        Lock name = name(digest);
        name.lock();
        try {
            if (peer.isPresent() ? size(digest).isPresent() : claim(digest)) {
                delete(staged);
                giveBack(reserved);
            } else {
                disk.rename(staged.path(), path(digest));
                arrived(staged, digest, reserved, peer);
            }
        } finally {
            name.unlock();
        }
    }

    private synchronized void arrived(Staged staged, String digest, long reserved, Optional<String> peer) {
        add(digest, staged.bytes());
        giveBack(reserved);
        checksums.put(digest, staged.checksum());
        peer.ifPresent(sender -> unclaimed.arrived(sender, digest));
    }

    /** Closes a handle; when all its bytes arrived, the upload is none any more, but one that is sealed until {@link #sealed}. */
    synchronized boolean takeOut(DiskUpload upload) throws BlobRefusedException {
        boolean whole = upload.endWhole() && uploads.remove(upload.key(), upload);
        if (whole) {
            sealing.put(upload.key(), upload.total());
        }
        return whole;
    }

    /** The upload is a blob now, or was dropped. */
    synchronized void sealed(DiskUpload upload) {
        sealing.remove(upload.key());
    }

    /** Drops an upload that failed, unless somebody made room of it, or went on with it, meanwhile. */
    void abandon(DiskUpload upload) throws IOException {
        if (remove(upload)) {
            delete(upload.staged());
        }
    }

    private synchronized boolean remove(DiskUpload upload) {
        boolean removed = uploads.remove(upload.key(), upload);
        usedBytes -= removed ? upload.reserved() : 0;
        return removed;
    }

    /** What lost its place in the store's lists, and whose files are to go once its monitor is free. */
    private static final class Evicted {
        private final List<Staged> staged = new ArrayList<>();
        private final List<String> blobs = new ArrayList<>();
    }
}

package consort.coordinator.rpc;

import consort.ledger.disk.Disk;
import consort.ledger.log.TilePath;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Holds a bundle of entries against its tile of hashes before either is sent, and a tile of a higher level against the tiles below it: what
 * a medium changed would make an honest operator look like one that alters the ledger. One entry, or one tile of each level, is in memory at a
 * time.
 *
 * <p>To look at a tile of a higher level reads the 256 below it for one that is sent. Whoever asks for it over and over must not keep the
 * coordinator busy: one that was whole counts as whole for a minute. Thread-safe.
 */
final class TileCheck {

    private static final int LENGTH_BYTES = Short.BYTES;
    private static final int MAX_ENTRY_BYTES = 0xFFFF;

    private static final long WHOLE_NANOS = 60_000_000_000L;
    private static final int MAX_WHOLE = 1024;

    private final Disk disk;
    private final String prefix;
    private final LongSupplier nanos;
    /** Tiles above others, and when they were found to be whole; the oldest first. */
    private final LinkedHashMap<TilePath, Long> whole = new LinkedHashMap<>();

    /**
     * @param prefix of the ledger's files on {@code disk}
     * @param nanos a clock that only runs on
     */
    TileCheck(Disk disk, String prefix, LongSupplier nanos) {
        this.disk = disk;
        this.prefix = prefix;
        this.nanos = nanos;
    }

    /** What is wrong with a file that is a bundle or a tile, for the operator; empty also where what it is held against is not there. */
    Optional<String> fault(String path) throws IOException {
        Optional<TilePath> tile = TilePath.parse(path);
        if (tile.isEmpty()) {
            return Optional.empty();
        }
        if (tile.get().level() <= 0) {
            return aboveEntries(tile.get());
        }
        if (wasWhole(tile.get())) {
            return Optional.empty();
        }
        Optional<String> fault = aboveTiles(tile.get());
        if (fault.isEmpty()) {
            remember(tile.get());
        }
        return fault;
    }

    private synchronized boolean wasWhole(TilePath tile) {
        Long since = whole.get(tile);
        return since != null && nanos.getAsLong() - since < WHOLE_NANOS;
    }

    private synchronized void remember(TilePath tile) {
        whole.remove(tile);
        whole.put(tile, nanos.getAsLong());
        if (whole.size() > MAX_WHOLE) {
            whole.pollFirstEntry();
        }
    }

    /** Of a bundle and its tile: they are held against each other, and which of them rotted is not known. */
    private Optional<String> aboveEntries(TilePath one) throws IOException {
        TilePath bundle = new TilePath(TilePath.ENTRIES, one.index(), one.width());
        TilePath tile = new TilePath(0, one.index(), one.width());
        try {
            Optional<byte[]> hashes = hashes(tile);
            return hashes.isEmpty() ? Optional.empty() : fault(bundle, hashes.get());
        } catch (NoSuchFileException noBundle) {
            return Optional.empty();
        }
    }

    private Optional<String> aboveTiles(TilePath tile) throws IOException {
        Optional<byte[]> hashes = hashes(tile);
        if (hashes.isEmpty()) {
            return Optional.empty();
        }
        if (hashes.get().length != tile.width() * Hash.BYTES) {
            return wrongLength(tile, hashes.get());
        }
        for (int i = 0; i < tile.width(); i++) {
            TilePath below = new TilePath(tile.level() - 1, tile.index() * TilePath.FULL + i, TilePath.FULL);
            Optional<byte[]> lower = hashes(below);
            if (lower.isPresent() && !(lower.get().length == TilePath.FULL * Hash.BYTES && root(lower.get()).equals(hash(hashes.get(), i)))) {
                return Optional.of("hash " + i + " in " + tile.path() + " is not that of " + below.path());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongLength(TilePath tile, byte[] hashes) {
        return Optional.of(tile.path() + " has " + hashes.length + " bytes, not " + tile.width() * Hash.BYTES);
    }

    private static Hash root(byte[] hashes) {
        return TreeHash.perfect(IntStream.range(0, TilePath.FULL).mapToObj(i -> hash(hashes, i)).toList());
    }

    private static Hash hash(byte[] hashes, int place) {
        return Hash.of(Arrays.copyOfRange(hashes, place * Hash.BYTES, (place + 1) * Hash.BYTES));
    }

    private Optional<byte[]> hashes(TilePath tile) throws IOException {
        try {
            return Optional.of(disk.readAll(prefix + tile.path(), TilePath.FULL * Hash.BYTES));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Optional<String> fault(TilePath bundle, byte[] hashes) throws IOException {
        String file = prefix + bundle.path();
        long size = disk.size(file);
        if (hashes.length != bundle.width() * Hash.BYTES) {
            return wrongLength(new TilePath(0, bundle.index(), bundle.width()), hashes);
        }
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH_BYTES + MAX_ENTRY_BYTES).flip();
        long read = 0;
        for (int i = 0; i < bundle.width(); i++) {
            if (!holdsEntry(buffer)) {
                buffer.compact();
                read += disk.read(file, read, buffer);
                buffer.flip();
            }
            if (!holdsEntry(buffer)) {
                return Optional.of(bundle.path() + " ends within entry " + entry(bundle, i));
            }
            byte[] entry = new byte[Short.toUnsignedInt(buffer.getShort())];
            buffer.get(entry);
            if (!TreeHash.leaf(entry).equals(hash(hashes, i))) {
                return Optional.of("entry " + entry(bundle, i) + " in " + bundle.path() + " has not the hash that stands in "
                        + new TilePath(0, bundle.index(), bundle.width()).path());
            }
        }
        return read == size && !buffer.hasRemaining() ? Optional.empty() : Optional.of(bundle.path() + " has bytes after its last entry");
    }

    private static long entry(TilePath bundle, int place) {
        return bundle.index() * TilePath.FULL + place;
    }

    private static boolean holdsEntry(ByteBuffer buffer) {
        return buffer.remaining() >= LENGTH_BYTES
                && buffer.remaining() >= LENGTH_BYTES + Short.toUnsignedInt(buffer.getShort(buffer.position()));
    }
}

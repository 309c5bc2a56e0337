package consort.coordinator.rpc;

import consort.ledger.disk.Disk;
import consort.ledger.log.TilePath;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Holds a bundle of entries against its tile of hashes before it is sent: what a medium changed would make an honest operator look like one
 * that alters the ledger. One entry is in memory at a time.
 */
final class BundleCheck {

    private static final int LENGTH_BYTES = Short.BYTES;
    private static final int MAX_ENTRY_BYTES = 0xFFFF;

    private final Disk disk;
    private final String prefix;

    /** @param prefix of the ledger's files on {@code disk} */
    BundleCheck(Disk disk, String prefix) {
        this.disk = disk;
        this.prefix = prefix;
    }

    /** What is wrong with a file that is a bundle, for the operator; empty also where there is no tile of hashes to hold it against. */
    Optional<String> fault(String path) throws IOException {
        Optional<TilePath> bundle = TilePath.parse(path).filter(tile -> tile.level() == TilePath.ENTRIES);
        if (bundle.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> hashes = hashes(bundle.get());
        return hashes.isEmpty() ? Optional.empty() : fault(bundle.get(), hashes.get());
    }

    private Optional<byte[]> hashes(TilePath bundle) throws IOException {
        TilePath tile = new TilePath(0, bundle.index(), bundle.width());
        try {
            return Optional.of(disk.readAll(prefix + tile.path(), TilePath.FULL * Hash.BYTES));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Optional<String> fault(TilePath bundle, byte[] hashes) throws IOException {
        String file = prefix + bundle.path();
        long size = disk.size(file);
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
            if ((i + 1) * Hash.BYTES > hashes.length
                    || !Arrays.equals(TreeHash.leaf(entry).bytes(), 0, Hash.BYTES, hashes, i * Hash.BYTES, (i + 1) * Hash.BYTES)) {
                return Optional.of("entry " + entry(bundle, i) + " in " + bundle.path() + " has not the hash that stands in the tile of hashes");
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

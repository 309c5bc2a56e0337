package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;

/** Writes tiles and entry bundles to a disk, each once. */
final class TileWriter {

    private final Disk disk;

    TileWriter(Disk disk) {
        this.disk = disk;
    }

    /** The largest width at which a tile stands there; 0 when it does not at all. */
    int widest(TilePath tile) throws IOException {
        if (disk.exists(tile.full().path())) {
            return TilePath.FULL;
        }
        return disk.list(tile.partialFolder()).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,2}"))
                .mapToInt(Integer::parseInt)
                .max().orElse(0);
    }

    /**
     * Creates a tile, or finds it there with the same bytes.
     *
     * @throws LogDamagedException when it is there with other bytes
     */
    void create(TilePath tile, byte[] bytes) throws IOException {
        try {
            disk.create(tile.path(), bytes);
        } catch (FileAlreadyExistsException exists) {
            boolean same = disk.size(tile.path()) == bytes.length
                    && Arrays.equals(disk.readAll(tile.path(), bytes.length), bytes);
            if (!same) {
                throw new LogDamagedException(Kind.DIFFERENT, tile.path(), tile.index() * TilePath.FULL,
                        "exists with other bytes than follow from the journal; nothing was overwritten. Stop this log and "
                                + "compare it with a member's copy.");
            }
        }
    }

    /** Deletes the partial forms of the tiles that became full while the tree grew from {@code before} entries to {@code size}. */
    void deletePartials(long before, long size) throws IOException {
        for (int level = TilePath.ENTRIES; level <= TilePath.MAX_LEVEL; level++) {
            long last = TilePath.count(level, before) / TilePath.FULL;
            if (TilePath.count(level, size) / TilePath.FULL > last) {
                deletePartials(new TilePath(level, last, TilePath.FULL));
            }
        }
    }

    private void deletePartials(TilePath tile) throws IOException {
        for (String width : disk.list(tile.partialFolder())) {
            disk.delete(tile.partialFolder() + "/" + width);
        }
    }

    static byte[] format(List<Hash> hashes) {
        byte[] bytes = new byte[hashes.size() * Hash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        return bytes;
    }
}

package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.TilePath;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.util.Optional;

/** The tiles that a copy's own checkpoint needs, and none fetched since. */
final class HeldFiles implements TileSource {

    private final TileSource all;
    private final long size;

    private HeldFiles(TileSource all, long size) {
        this.all = all;
        this.size = size;
    }

    /**
     * Verifies them anew. They led to that checkpoint when it was kept.
     *
     * @throws DamagedCopyException when they no longer do
     */
    static void verify(Disk disk, Checkpoint before) throws IOException {
        try {
            new LogReader(new HeldFiles(TileSource.of(disk), before.size())).verify(before, (_, _) -> { });
        } catch (LogDamagedException e) {
            throw new DamagedCopyException(e);
        }
    }

    /** Lists nothing: what else lies in the folder is not held against the copy. */
    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException {
        return TilePath.parse(path).filter(tile -> tile.isOf(size)).isPresent() ? all.read(path, maxBytes) : Optional.empty();
    }
}

package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.log.TilePath;
import java.io.IOException;

/** Partial tiles of older checkpoints, which nothing needs any more. */
final class OldPartials {

    private OldPartials() {
    }

    /** @param size of the checkpoint that the copy has now */
    static void drop(Disk disk, long size) throws IOException {
        drop(disk, TilePath.ENTRIES, size);
        for (int level = 0; size >> TilePath.HEIGHT * level > 0; level++) {
            drop(disk, level, size >> TilePath.HEIGHT * level);
        }
    }

    private static void drop(Disk disk, int level, long count) throws IOException {
        for (long index = Math.max(0, count / TilePath.FULL - 1); index * TilePath.FULL < count; index++) {
            String folder = new TilePath(level, index, TilePath.FULL).path() + ".p";
            String current = Long.toString(count - index * TilePath.FULL);
            for (String name : disk.list(folder)) {
                if (!name.equals(current)) {
                    disk.delete(folder + "/" + name);
                }
            }
        }
    }
}

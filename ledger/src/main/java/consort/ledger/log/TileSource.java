package consort.ledger.log;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Where the files of a log come from: a folder, or a static web server. Nothing of what it gives is trusted. */
public interface TileSource {

    /**
     * A whole file; empty when there is none.
     *
     * @throws IOException when it cannot be had, or is longer than {@code maxBytes}
     */
    Optional<byte[]> read(String path, int maxBytes) throws IOException;

    /** The names in a folder, those of folders ending in '/'; empty when there are none or the source cannot tell. */
    default List<String> list(String folder) throws IOException {
        return List.of();
    }

    /** The address that all files are fetched from; empty when they are at hand. */
    default Optional<String> address() {
        return Optional.empty();
    }

    /** The files in the root of a disk. */
    static TileSource of(Disk disk) {
        return new TileSource() {

            @Override
            public Optional<byte[]> read(String path, int maxBytes) throws IOException {
                try {
                    return Optional.of(disk.readAll(path, maxBytes));
                } catch (NoSuchFileException absent) {
                    return Optional.empty();
                }
            }

            @Override
            public List<String> list(String folder) throws IOException {
                return disk.list(folder);
            }
        };
    }
}

package consort.worker.copy;

import consort.ledger.disk.Disk;
import consort.ledger.log.TilePath;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Tiles that were fetched and not yet verified. They stand apart, in {@code fetched/}, so that what a server made up never
 * takes the place of a tile; an update that was interrupted goes on with them.
 */
final class Fetched {

    static final String FOLDER = "fetched";

    private final Disk disk;

    Fetched(Disk disk) {
        this.disk = disk;
    }

    boolean isEmpty() throws IOException {
        return disk.list(FOLDER).isEmpty();
    }

    boolean has(TilePath tile) throws IOException {
        return disk.exists(staged(tile.path()));
    }

    void put(TilePath tile, byte[] bytes) throws IOException {
        disk.replace(staged(tile.path()), bytes);
    }

    /** The copy's files and these; a tile that the copy has is not looked for here. Lists the copy's only. */
    TileSource over(TileSource copy) {
        return new TileSource() {

            @Override
            public Optional<byte[]> read(String path, int maxBytes) throws IOException {
                Optional<byte[]> kept = copy.read(path, maxBytes);
                return kept.isEmpty() && disk.exists(staged(path)) ? Optional.of(disk.readAll(staged(path), maxBytes)) : kept;
            }

            @Override
            public List<String> list(String folder) throws IOException {
                return copy.list(folder);
            }
        };
    }

    /** Moves the tiles of a tree, which were verified, to their places, and drops the others. */
    void keep(long size) throws IOException {
        for (String name : disk.list(FOLDER)) {
            Optional<TilePath> tile = TilePath.parse(name.replace('+', '/')).filter(known -> known.isOf(size));
            if (tile.isPresent()) {
                disk.rename(FOLDER + "/" + name, tile.get().path());
            } else {
                disk.delete(FOLDER + "/" + name);
            }
        }
    }

    void drop() throws IOException {
        for (String name : disk.list(FOLDER)) {
            disk.delete(FOLDER + "/" + name);
        }
    }

    /** One folder for all of them; no path of a tile has a '+'. */
    private static String staged(String path) {
        return FOLDER + "/" + path.replace('/', '+');
    }
}

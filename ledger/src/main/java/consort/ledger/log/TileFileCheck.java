package consort.ledger.log;

import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.merkle.Hash;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks at every file below {@code tile/}, after the tiles of a checkpoint were verified: older partial tiles must be
 * beginnings of them, newer ones must begin with them, and nothing else may stand there. What lies beyond the checkpoint in
 * tiles of a later one is not judged.
 */
final class TileFileCheck {

    private static final String ROOT = "tile";
    private static final int MAX_FOLDERS = 16;

    private final TileSource source;
    private final TileFetcher fetcher;
    private final long size;

    TileFileCheck(TileSource source, TileFetcher fetcher, long size) {
        this.source = source;
        this.fetcher = fetcher;
        this.size = size;
    }

    void run() throws IOException {
        checkFolder(ROOT, 1);
    }

    private void checkFolder(String folder, int depth) throws IOException {
        for (String name : source.list(folder)) {
            String path = folder + "/" + name;
            if (!name.endsWith("/")) {
                checkFile(path);
            } else if (depth < MAX_FOLDERS) {
                checkFolder(path.substring(0, path.length() - 1), depth + 1);
            } else {
                throw new LogDamagedException(Kind.MALFORMED, path, "no tile lies so deep");
            }
        }
    }

    private void checkFile(String path) throws IOException {
        TilePath tile = TilePath.parse(path).orElseThrow(() ->
                new LogDamagedException(Kind.MALFORMED, path, "not the name of a tile; nothing else may stand here"));
        long count = TilePath.count(tile.level(), size);
        if (tile.index() * TilePath.FULL >= count || tile.equals(TilePath.in(tile.level(), tile.index(), count))) {
            return;
        }
        Optional<byte[]> bytes = source.read(path, TileFetcher.MAX_BYTES);
        if (bytes.isPresent()) {
            // First: a length that was altered would have the entries after it counted wrongly.
            compare(tile, bytes.get(), TilePath.in(tile.level(), tile.index(), count));
            TileFetcher.requireWidth(tile, bytes.get());
        }
    }

    private void compare(TilePath tile, byte[] bytes, TilePath verified) throws IOException {
        byte[] expected = fetcher.content(verified);
        TilePath common = new TilePath(tile.level(), tile.index(), Math.min(tile.width(), verified.width()));
        int end = TileFetcher.prefixBytes(common, expected);
        int difference = Arrays.mismatch(bytes, 0, Math.min(end, bytes.length), expected, 0, end);
        if (difference >= 0 && difference < bytes.length) {
            throw new LogDamagedException(Kind.DIFFERENT, tile.path(), entryAt(tile, expected, difference), "byte " + difference
                    + " differs from " + verified.path() + ", which leads to the signed root");
        }
    }

    /** The entry that a byte is of, or the first of those below the hash that it is of. */
    private static long entryAt(TilePath tile, byte[] whole, int at) {
        long within = tile.level() == TilePath.ENTRIES ? EntryBundle.countWhole(Arrays.copyOf(whole, at))
                : (long) (at / Hash.BYTES) << TilePath.HEIGHT * tile.level();
        return TileFetcher.firstEntry(tile) + within;
    }
}
